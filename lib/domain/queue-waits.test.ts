import { describe, expect, it } from "vitest";
import { bindingsOf, explainQueue, hostsFor, type QueueHost, type QueueJob } from "./queue-waits";

const host = (name: string, changes: Partial<QueueHost> = {}): QueueHost => ({
  id: name,
  name,
  state: "active",
  connected: true,
  trainerReady: true,
  capacity: 1,
  taken: 0,
  ...changes,
});
const job = (id: string, changes: Partial<QueueJob> = {}): QueueJob => ({
  id,
  requiredHostId: null,
  before: [],
  checkpointHosts: [],
  ...changes,
});
const done = (name: string, hostId: string) => ({ id: name, name, status: "succeeded" as const, hostId });
const running = (name: string) => ({ id: name, name, status: "running" as const, hostId: "a" });
const why = (one: QueueJob, hosts: QueueHost[]) => explainQueue([one], hosts).get(one.id);

describe("why a job waits", () => {
  it("names the jobs that have to end first", () => {
    const waits = job("x", { before: [done("rewrite", "a"), running("warm-up")] });
    expect(why(waits, [host("a")])).toEqual({ code: "dependency", sentence: 'waits for "warm-up"' });
    const three = job("x", { before: ["p", "q", "r"].map(running) });
    expect(why(three, [])?.sentence).toBe('waits for "p", "q" and 1 more');
  });

  it("says which of them somebody has paused", () => {
    const paused = (name: string) => ({ id: name, name, status: "paused" as const, hostId: null });
    expect(why(job("x", { before: [paused("p")] }), [])?.sentence).toBe('waits for "p", which is paused');
    const two = job("x", { before: [running("r"), paused("p")] });
    expect(why(two, [])?.sentence).toBe('waits for "r" and "p", of which "p" is paused');
  });

  it("waits out the pause after a crash, and takes no place meanwhile", () => {
    const crashed = job("1", { triesAgainAt: new Date("2030-01-01T12:00:30Z") });
    const waits = explainQueue([crashed, job("2")], [host("a")]);
    expect(waits.get("1")).toEqual({ code: "backoff", sentence: "crashed; tries again at 12:00:30 UTC" });
    expect(waits.get("2")?.code).toBe("next");
  });

  it("promises free places in the order of the queue", () => {
    const hosts = [host("a", { capacity: 3, taken: 1 })];
    const waits = explainQueue([job("1"), job("2", { before: [running("r")] }), job("3"), job("4")], hosts);
    expect([...waits.values()].map((wait) => wait.code)).toEqual(["next", "dependency", "next", "capacity"]);
    expect(waits.get("4")?.sentence).toBe("a has no free place (3 of 3 taken or promised)");
  });

  it("does not promise a place to a job that has to run elsewhere", () => {
    const hosts = [host("a"), host("b", { taken: 1 })];
    const waits = explainQueue([job("1", { requiredHostId: "b" }), job("2")], hosts);
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
    const fed = job("x", { before: [done("warm-up", "b")] });
    const hosts = [host("a"), host("b", { state: "paused" })];
    expect(why(fed, hosts)).toEqual({
      code: "host-paused",
      sentence: 'the result of "warm-up" lies on b, which is paused',
    });
    expect(hostsFor(fed, hosts).map(({ id }) => id)).toEqual(["b"]);
    expect(bindingsOf(job("y", { checkpointHosts: ["a"] }))).toEqual([
      { hostId: "a", why: "its checkpoints lie on" },
    ]);
  });

  it("says so where no host can ever take it as things lie", () => {
    const torn = job("x", { before: [done("p", "a"), done("q", "b")] });
    expect(why(torn, [host("a"), host("b")])?.code).toBe("split-inputs");
    const left = job("x", { before: [done("p", "a")] });
    expect(why(left, [host("a", { state: "removed" }), host("b")])).toEqual({
      code: "host-removed",
      sentence: 'the result of "p" lies on a, which was removed',
    });
  });
});
