import { describe, expect, it } from "vitest";
import {
  mayTake,
  missingInputs,
  type PlacedInput,
  type PlacedJob,
  type PlaceHost,
  PREFER_HOLDER_MS,
  standingOf,
} from "./placement";

const host = (id: string, changes: Partial<PlaceHost> = {}): PlaceHost => ({
  id,
  state: "active",
  connected: true,
  trainerReady: true,
  sharedStorage: null,
  ...changes,
});
const input = (changes: Partial<PlacedInput> = {}): PlacedInput => ({
  what: 'the result of "warm-up"',
  holderId: "x",
  copyHostIds: [],
  manifest: "m",
  stored: false,
  ...changes,
});
const START = new Date("2030-01-01T00:00:00Z");
const laterBy = (ms: number) => new Date(START.getTime() + ms);
const job = (changes: Partial<PlacedJob> = {}): PlacedJob => ({
  kind: "grpo",
  requiredHostId: null,
  inputs: [input()],
  readyAt: START,
  ...changes,
});

/** Where the input lies beside `x`, and what `y` is to the job then. */
const WAYS = {
  nowhere: [input(), {}, "lacks"],
  "shared storage": [input(), { sharedStorage: "nfs" }, "holds"],
  "a copy": [input({ copyHostIds: ["y"] }), {}, "holds"],
  "the store": [input({ stored: true }), {}, "fetches"],
  "no manifest": [input({ manifest: null }), {}, "never"],
  "no manifest, but shared storage": [input({ manifest: null }), { sharedStorage: "nfs" }, "holds"],
} as const;

describe("where a job may run", () => {
  describe.each(Object.entries(WAYS))("its input in %s", (_, [lies, shared, standing]) => {
    const hosts = [host("x", { sharedStorage: "nfs" }), host("y", shared)];
    const [x, y] = hosts as [PlaceHost, PlaceHost];

    it.each(["sft", "grpo", "evaluate"] as const)("a %s", (kind) => {
      expect(standingOf(job({ inputs: [lies] }), x, hosts)).toBe("holds");
      expect(standingOf(job({ inputs: [lies] }), y, hosts)).toBe(standing);
      const placed = job({ kind, inputs: [lies], requiredHostId: "y" });
      expect(mayTake(placed, x, hosts, START)).toBe(false);
      expect(mayTake(placed, y, hosts, START)).toBe(standing === "holds" || standing === "fetches");
      const free = job({ kind, inputs: [lies] });
      // Until then whoever holds it goes first, for an evaluation always.
      expect(mayTake(free, y, hosts, START)).toBe(standing === "holds");
      const waited = laterBy(PREFER_HOLDER_MS);
      const mayFetch = standing === "fetches" && kind !== "evaluate";
      expect(mayTake(free, y, hosts, waited)).toBe(standing === "holds" || mayFetch);
    });

    it.each([
      { state: "paused" },
      { state: "drained" },
      { connected: false },
      { trainerReady: false },
    ] as const)("may be fetched at once where x takes no jobs: %o", (trouble) => {
      const down = [host("x", { sharedStorage: "nfs", ...trouble }), y];
      const can = standing === "holds" || standing === "fetches";
      for (const kind of ["grpo", "evaluate"] as const)
        expect(mayTake(job({ kind, inputs: [lies] }), y, down, START)).toBe(can);
    });
  });

  it("needs all of its inputs", () => {
    const hosts = [host("x"), host("y"), host("z")];
    const two = job({ inputs: [input(), input({ holderId: "y", stored: true })] });
    expect(hosts.map((one) => standingOf(two, one, hosts))).toEqual(["fetches", "lacks", "lacks"]);
    expect(mayTake(two, hosts[0] as PlaceHost, hosts, START)).toBe(true);
  });

  it("finds on a removed host only what was sent from it before", () => {
    const hosts = [host("x", { state: "removed" }), host("y")];
    const y = hosts[1] as PlaceHost;
    expect(standingOf(job(), y, hosts)).toBe("never");
    expect(mayTake(job({ inputs: [input({ stored: true })] }), y, hosts, START)).toBe(true);
    expect(mayTake(job({ inputs: [] }), hosts[0] as PlaceHost, hosts, START)).toBe(false);
  });
});

describe("what has to be sent to the store", () => {
  const from = (one: PlacedJob, hosts: PlaceHost[], now = START) =>
    missingInputs(one, hosts, now).map(({ input: { what }, from }) => [what, from.map(({ id }) => id)]);
  const WARM_UP = 'the result of "warm-up"';

  it("is what the host lacks that a job was launched for, even while that is away", () => {
    const placed = job({ requiredHostId: "y" });
    expect(from(placed, [host("x"), host("y")])).toEqual([[WARM_UP, ["x"]]]);
    expect(from(placed, [host("x"), host("y", { connected: false })])).toEqual([[WARM_UP, ["x"]]]);
    expect(from({ ...placed, inputs: [input({ stored: true })] }, [host("x"), host("y")])).toEqual([]);
    expect(from({ ...placed, requiredHostId: "x" }, [host("x"), host("y")])).toEqual([]);
  });

  it("is nothing while a host that holds it will take the job", () => {
    const hosts = [host("x"), host("y")];
    expect(from(job(), hosts)).toEqual([]);
    expect(from(job(), hosts, laterBy(PREFER_HOLDER_MS))).toEqual([[WARM_UP, ["x"]]]);
    expect(from(job({ kind: "evaluate" }), hosts, laterBy(PREFER_HOLDER_MS))).toEqual([]);
    expect(from(job({ kind: "evaluate" }), [host("x", { state: "paused" }), host("y")])).toEqual([
      [WARM_UP, ["x"]],
    ]);
  });

  it("is nothing where nobody could take the job, or nobody can send it", () => {
    expect(from(job(), [host("x", { state: "paused" })])).toEqual([]);
    expect(from(job(), [host("x", { state: "paused" }), host("y", { connected: false })])).toEqual([]);
    expect(
      from(job({ inputs: [input({ manifest: null })] }), [host("x", { state: "paused" }), host("y")]),
    ).toEqual([]);
  });

  it("comes from a connected host first", () => {
    const lies = input({ copyHostIds: ["c"] });
    const hosts = [host("x", { connected: false }), host("c", { state: "paused" }), host("y")];
    expect(from(job({ inputs: [lies] }), hosts)).toEqual([[WARM_UP, ["c", "x"]]]);
  });
});
