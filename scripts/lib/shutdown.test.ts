import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { Shutdown, StopRequested } from "./shutdown";

const SIGNALS = ["SIGINT", "SIGTERM", "SIGHUP"] as const;
beforeEach(() => {
  vi.useFakeTimers({ toFake: ["Date"] });
});
afterEach(() => {
  vi.useRealTimers();
  for (const name of SIGNALS) process.removeAllListeners(name);
});

function interrupt(): void {
  process.emit("SIGINT", "SIGINT");
}

function make() {
  const said: string[] = [];
  const calls: string[] = [];
  const shutdown = new Shutdown((text) => said.push(text));
  for (const name of ["Postgres", "web", "agent"])
    shutdown.add(name, async (force) => {
      calls.push(force ? `kill ${name}` : name);
    });
  shutdown.listen();
  return { shutdown, said, calls };
}

describe("stopping", () => {
  it("stops in reverse order, once, however often it is asked", async () => {
    const { shutdown, calls } = make();
    interrupt();
    expect(shutdown.signal.reason).toBeInstanceOf(StopRequested);
    await Promise.all([shutdown.run(), shutdown.run()]);
    expect(calls).toEqual(["agent", "web", "Postgres"]);
  });

  it("takes the Ctrl-C that npm hands on for the same one", async () => {
    const { shutdown, calls, said } = make();
    interrupt();
    interrupt();
    await shutdown.run();
    expect(calls).toEqual(["agent", "web", "Postgres"]);
    expect(said).toHaveLength(1);
  });

  it("forces on a second Ctrl-C later", () => {
    const { calls } = make();
    interrupt();
    vi.advanceTimersByTime(2_000);
    interrupt();
    expect(calls).toEqual(["kill agent", "kill web", "kill Postgres"]);
  });

  it("goes on with the other steps when one fails", async () => {
    const { shutdown, calls, said } = make();
    shutdown.add("last", async () => {
      throw new Error("no");
    });
    await shutdown.run();
    expect(calls).toHaveLength(3);
    expect(said).toEqual(["last: no"]);
  });
});
