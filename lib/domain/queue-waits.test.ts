import { describe, expect, it } from "vitest";
import { PREFER_HOLDER_MS } from "./placement";
import { bindingsOf, explainQueue, hostsFor, type QueueHost, type QueueJob } from "./queue-waits";

type Input = QueueJob["inputs"][number];
const START = new Date("2030-01-01T00:00:00Z");

const host = (name: string, changes: Partial<QueueHost> = {}): QueueHost => ({
  id: name,
  name,
  state: "active",
  connected: true,
  trainerReady: true,
  sharedStorage: null,
  capacity: 1,
  taken: 0,
  ...changes,
});
const job = (id: string, changes: Partial<QueueJob> = {}): QueueJob => ({
  id,
  kind: "grpo",
  requiredHostId: null,
  before: [],
  inputs: [],
  readyAt: START,
  ...changes,
});
const done = (name: string) => ({ id: name, name, status: "succeeded" as const });
/** What "warm-up" wrote on host `b`; nothing is known of its files. */
const fixed = (name: string, holderId: string): Input => ({
  what: `the result of "${name}"`,
  holderId,
  copyHostIds: [],
  manifest: null,
  stored: false,
  sending: null,
});
const copiable = (changes: Partial<Input> = {}): Input => ({
  ...fixed("warm-up", "b"),
  manifest: "m",
  ...changes,
});
const running = (name: string) => ({ id: name, name, status: "running" as const });
const why = (one: QueueJob, hosts: QueueHost[]) => explainQueue([one], hosts, START).get(one.id);

describe("why a job waits", () => {
  it("names the jobs that have to end first", () => {
    const waits = job("x", { before: [done("rewrite"), running("warm-up")] });
    expect(why(waits, [host("a")])).toEqual({ code: "dependency", sentence: 'waits for "warm-up"' });
    const three = job("x", { before: ["p", "q", "r"].map(running) });
    expect(why(three, [])?.sentence).toBe('waits for "p", "q" and 1 more');
  });

  it("says which of them somebody has paused", () => {
    const paused = (name: string) => ({ id: name, name, status: "paused" as const });
    expect(why(job("x", { before: [paused("p")] }), [])?.sentence).toBe('waits for "p", which is paused');
    const two = job("x", { before: [running("r"), paused("p")] });
    expect(why(two, [])?.sentence).toBe('waits for "r" and "p", of which "p" is paused');
  });

  it("waits out the pause after a crash, and takes no place meanwhile", () => {
    const crashed = job("1", { triesAgainAt: new Date("2030-01-01T12:00:30Z") });
    const waits = explainQueue([crashed, job("2")], [host("a")], START);
    expect(waits.get("1")).toEqual({ code: "backoff", sentence: "crashed; tries again at 12:00:30 UTC" });
    expect(waits.get("2")?.code).toBe("next");
  });

  it("promises free places in the order of the queue", () => {
    const hosts = [host("a", { capacity: 3, taken: 1 })];
    const waits = explainQueue(
      [job("1"), job("2", { before: [running("r")] }), job("3"), job("4")],
      hosts,
      START,
    );
    expect([...waits.values()].map((wait) => wait.code)).toEqual(["next", "dependency", "next", "capacity"]);
    expect(waits.get("4")?.sentence).toBe("a has no free place (3 of 3 taken or promised)");
  });

  it("does not promise a place to a job that has to run elsewhere", () => {
    const hosts = [host("a"), host("b", { taken: 1 })];
    const waits = explainQueue([job("1", { requiredHostId: "b" }), job("2")], hosts, START);
    expect(waits.get("1")).toEqual({
      code: "capacity",
      sentence: "it was launched for b, which has no free place (1 of 1 taken or promised)",
    });
    expect(waits.get("2")?.code).toBe("next");
  });

  it.each([
    [{ state: "paused" }, "host-paused", "a is paused"],
    [{ state: "draining" }, "host-draining", "a is being drained"],
    [{ state: "drained" }, "host-draining", "a is drained"],
    [{ connected: false }, "host-away", "a does not report"],
    [{ trainerReady: false }, "trainer-not-ready", "a has no trainer that is ready"],
  ] as const)("says what is the matter with the only host: %o", (changes, code, sentence) => {
    expect(why(job("x"), [host("a", changes)])).toEqual({ code, sentence });
  });

  it("gives each host's own reason where they differ", () => {
    const hosts = [host("a", { state: "paused" }), host("b", { connected: false })];
    expect(why(job("x"), hosts)).toEqual({
      code: "no-capable-host",
      sentence: "a is paused, b does not report",
    });
    expect(why(job("x"), [])).toEqual({ code: "no-host", sentence: "no host has registered" });
    expect(why(job("x"), [host("a", { state: "removed" })])?.code).toBe("no-host");
  });

  it("goes where the inputs lie, and says so", () => {
    const fed = job("x", { inputs: [fixed("warm-up", "b")] });
    const hosts = [host("a"), host("b", { state: "paused" })];
    expect(why(fed, hosts)).toEqual({
      code: "host-paused",
      sentence: 'the result of "warm-up" lies on b, which is paused',
    });
    expect(hostsFor(fed, hosts).map(({ id }) => id)).toEqual(["b"]);
    const own = { ...fixed("", "a"), what: "its last checkpoint" };
    expect(bindingsOf(job("y", { inputs: [own] }))).toEqual([
      { hostId: "a", why: "its last checkpoint lies on" },
    ]);
  });

  it("says so where no host can ever take it as things lie", () => {
    const torn = job("x", { inputs: [fixed("p", "a"), fixed("q", "b")] });
    expect(why(torn, [host("a"), host("b")])?.code).toBe("split-inputs");
    const left = job("x", { inputs: [fixed("p", "a")] });
    expect(why(left, [host("a", { state: "removed" }), host("b")])).toEqual({
      code: "host-removed",
      sentence: 'the result of "p" lies on a, which was removed',
    });
  });

  it("says what is on its way from another host, and how far it is", () => {
    const hosts = [host("a"), host("b", { state: "paused" })];
    const sending = { fromHostId: "b", sentBytes: 3 * 1024 ** 2, bytes: 12 * 1024 ** 2, trouble: "" };
    const says = (changes: Partial<Input>, there = hosts) =>
      why(job("x", { inputs: [copiable(changes)] }), there);
    expect(says({})).toEqual({
      code: "copying",
      sentence: 'the result of "warm-up" is to be copied from b',
    });
    expect(says({ sending })?.sentence).toBe(
      'the result of "warm-up" is being copied from b (3.0 MiB of 12.0 MiB)',
    );
    expect(says({ sending: { ...sending, trouble: "the disk is full" } })?.sentence).toMatch(
      /; the last try failed: the disk is full$/,
    );
    expect(says({ stored: true })).toEqual({ code: "next", sentence: "a has a free place for it" });
    expect(says({ copyHostIds: ["a"] })?.code).toBe("next");
    expect(says({}, [host("a"), host("b", { connected: false })])).toEqual({
      code: "host-away",
      sentence: 'the result of "warm-up" lies on b, which does not report, and was not copied before',
    });
    expect(says({}, [host("a"), host("b", { state: "removed" })])?.code).toBe("host-removed");
  });

  it("is copied to where it was launched for", () => {
    const placed = job("x", { requiredHostId: "a", inputs: [copiable()] });
    expect(why(placed, [host("a"), host("b")])?.code).toBe("copying");
    expect(bindingsOf(placed)).toEqual([{ hostId: "a", why: "it was launched for" }]);
    const stored = { ...placed, inputs: [copiable({ stored: true })] };
    expect(why(stored, [host("a"), host("b")])?.sentence).toBe(
      "it was launched for a, which has a free place for it",
    );
  });

  it("waits for a place where its inputs lie, a training only for a while", () => {
    const hosts = [host("a"), host("b", { taken: 1 })];
    const at = (kind: QueueJob["kind"], ms: number) =>
      explainQueue(
        [job("x", { kind, inputs: [copiable({ stored: true })] })],
        hosts,
        new Date(START.getTime() + ms),
      ).get("x")?.code;
    expect([at("grpo", 0), at("grpo", PREFER_HOLDER_MS)]).toEqual(["capacity", "next"]);
    expect(at("evaluate", PREFER_HOLDER_MS)).toBe("capacity");
  });
});
