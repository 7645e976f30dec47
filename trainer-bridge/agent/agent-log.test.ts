import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { agentLogLine } from "../../lib/contracts";
import { LogFile } from "./log-file";
import { logLine } from "./log-lines";
import { LogOutbox } from "./log-outbox";

const AT = new Date("2026-01-01T00:00:00.000Z");
const TOKEN = `swa_${"x".repeat(43)}`;

function freshFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "stepwell-log-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

describe("a line of the agent's log", () => {
  it("never holds a token, wherever one slipped in", () => {
    const line = logLine(AT, `told ${TOKEN}`, {
      why: `Bearer ${TOKEN} was refused`,
      [TOKEN]: 1,
      deep: { list: [`swr_${"y".repeat(43)}`] },
      error: new Error(TOKEN),
    });
    expect(JSON.stringify(line)).not.toMatch(/xxx|yyy/);
    expect(line.fields.why).toBe("Bearer [token] was refused");
  });

  it("is what the contract takes, whatever it is given", () => {
    const loop: Record<string, unknown> = {};
    loop.self = loop;
    const odd = {
      nan: Number.NaN,
      big: 10n,
      un: undefined,
      none: null,
      long: "a".repeat(9000),
      loop,
      ["k".repeat(300)]: 1,
    };
    const line = logLine(AT, "", odd);
    expect(agentLogLine.parse(line)).toEqual(line);
    expect(line).toMatchObject({ event: "?", fields: { nan: "NaN", big: "10", none: null } });
    expect(JSON.stringify(line).length).toBeLessThan(3000);
    expect(line.fields).not.toHaveProperty("un");
  });
});

describe("lines that wait for the server", () => {
  it("are told once it heard them, in order, and no two have one time", () => {
    const outbox = new LogOutbox(() => AT.getTime());
    outbox.add("first");
    outbox.add("second");
    const unheard = outbox.next();
    outbox.add("third");
    expect(unheard.lines.map(({ event }) => event)).toEqual(["first", "second"]);
    expect(new Set(unheard.lines.map(({ at }) => at)).size).toBe(2);
    // It got no answer: all of it again.
    const again = outbox.next();
    expect(again.lines.map(({ event }) => event)).toEqual(["first", "second", "third"]);
    again.told();
    expect(outbox.next().lines).toEqual([]);
  });

  it("say how many were dropped while nobody listened, once", () => {
    const outbox = new LogOutbox(() => AT.getTime(), 3);
    for (let n = 0; n < 10; n++) outbox.add(`line ${n}`);
    const { lines, told } = outbox.next();
    expect(lines.map(({ event, fields }) => [event, fields])).toEqual([
      ["log-lines-dropped", { lines: 7 }],
      ["line 7", {}],
      ["line 8", {}],
      ["line 9", {}],
    ]);
    outbox.add("line 10");
    told();
    expect(outbox.next().lines.map(({ event }) => event)).toEqual(["line 10"]);
  });

  it("that are dropped while a report is on its way are told with the next", () => {
    const outbox = new LogOutbox(() => AT.getTime(), 2);
    for (let n = 0; n < 2; n++) outbox.add(`line ${n}`);
    const { told } = outbox.next();
    for (let n = 2; n < 5; n++) outbox.add(`line ${n}`);
    told();
    expect(outbox.next().lines.map(({ event }) => event)).toEqual(["log-lines-dropped", "line 3", "line 4"]);
  });

  it("go in parts that one report may hold", () => {
    const outbox = new LogOutbox(() => AT.getTime());
    for (let n = 0; n < 450; n++) outbox.add(`line ${n}`);
    const sizes = [];
    for (let next = outbox.next(); next.lines.length > 0; next = outbox.next()) {
      sizes.push(next.lines.length);
      next.told();
    }
    expect(sizes).toEqual([200, 200, 50]);
  });
});

describe("the log file", () => {
  it("is private, and full ones make room so that two are kept", () => {
    const folder = freshFolder();
    const file = new LogFile(folder, 300);
    for (let n = 0; n < 20; n++) file.write(logLine(AT, "thing", { n }));
    const [now, before] = ["agent.log", "agent.log.1"].map((name) => join(folder, name));
    expect(statSync(now ?? "").mode & 0o777).toBe(0o600);
    for (const path of [now, before]) expect(statSync(path ?? "").size).toBeLessThanOrEqual(300);
    const last =
      readFileSync(now ?? "", "utf8")
        .trim()
        .split("\n")
        .at(-1) ?? "";
    expect(JSON.parse(last)).toEqual({ time: AT.toISOString(), event: "thing", n: 19 });
  });

  it("goes on where an earlier agent stopped", () => {
    const folder = freshFolder();
    new LogFile(folder).write(logLine(AT, "before"));
    new LogFile(folder).write(logLine(AT, "after"));
    expect(readFileSync(join(folder, "agent.log"), "utf8").trim().split("\n")).toHaveLength(2);
  });

  it("that cannot be written costs lines and nothing else", () => {
    const folder = freshFolder();
    mkdirSync(join(folder, "agent.log"));
    expect(() => new LogFile(folder).write(logLine(AT, "thing"))).not.toThrow();
  });
});
