import { describe, expect, it } from "vitest";
import { LAUNCH_DEFAULTS, type Place } from "@/lib/contracts";
import { TINY_SPEC } from "@/lib/presets/quickstart";
import { expandAblation } from "./expand-ablation";
import {
  limitNotes,
  type NotedHost,
  type NotedJob,
  slurmSeconds,
  travelNotes,
  waitNotes,
} from "./place-notes";

const host = (name: string, changes: Partial<NotedHost> = {}): NotedHost => ({
  id: `hst_${name}0000`,
  name,
  state: "active",
  connected: true,
  trainerReady: true,
  sharedStorage: null,
  ...changes,
});
const [HERE, CLUSTER, RAY] = [host("here"), host("cluster"), host("ray-head")];
const HOSTS = [HERE, CLUSTER, RAY];
const at = ({ id }: NotedHost, launch: Place["launch"] = {}): Place => ({ hostId: id, launch });

/** Warm-ups here, arms on the cluster but for the last, which is on Ray. Every job takes an hour. */
function spread(launch: Place["launch"] = {}, seeds = [1]): NotedJob[] {
  const last = TINY_SPEC.arms.length - 1;
  const { jobs } = expandAblation({
    ...TINY_SPEC,
    seeds,
    places: { ...LAUNCH_DEFAULTS.places, warmUp: at(HERE), training: at(CLUSTER, launch) },
    arms: TINY_SPEC.arms.map((arm, i) => ({ ...arm, place: i === last ? at(RAY) : null })),
  });
  return jobs.map((job) => ({ ...job, seconds: 3600, hostId: job.place.hostId }));
}

describe("what has to travel", () => {
  const bytes = { rewrite: 10_000, sft: 3 * 1024 ** 2, grpo: null };
  it("is told once for each pair of hosts, with sizes where they are known", () => {
    expect(travelNotes(spread(), HOSTS, bytes)).toEqual([
      "1 checkpoint of a warm-up (about 3.0 MiB) is copied from here to cluster.",
      "1 checkpoint of a warm-up (about 3.0 MiB) is copied from here to ray-head.",
    ]);
    expect(travelNotes(spread({}, [1, 2, 3]), HOSTS, bytes)[0]).toBe(
      "3 checkpoints of warm-ups (about 3.0 MiB each) are copied from here to cluster.",
    );
    expect(travelNotes(spread(), HOSTS, {})[0]).toBe(
      "1 checkpoint of a warm-up is copied from here to cluster.",
    );
  });

  it("is nothing between hosts that share a file system, nor where nothing moves", () => {
    const shared = HOSTS.map((each) => ({ ...each, sharedStorage: each === RAY ? "other" : "lab" }));
    expect(travelNotes(spread(), shared, bytes)).toEqual([
      "1 checkpoint of a warm-up (about 3.0 MiB) is copied from here to ray-head.",
    ]);
    expect(
      travelNotes(
        spread().map((job) => ({ ...job, hostId: HERE.id })),
        HOSTS,
        bytes,
      ),
    ).toEqual([]);
  });

  it("holds for traces and for checkpoints that are evaluated elsewhere", () => {
    const moved = spread().map((job) => ({
      ...job,
      hostId: job.kind === "rewrite" || job.kind === "evaluate" ? RAY.id : HERE.id,
    }));
    expect(travelNotes(moved, HOSTS, bytes)).toEqual([
      "The rewritten traces (about 9.8 KiB) are copied from ray-head to here.",
      "1 checkpoint of a warm-up (about 3.0 MiB) is copied from here to ray-head.",
      "3 checkpoints of arms are copied from here to ray-head.",
    ]);
  });
});

describe("time limits", () => {
  it.each([
    ["90", 5400],
    ["2:30", 150],
    ["2:00:00", 7200],
    ["1-12", 129_600],
    ["1-12:30", 131_400],
    ["1-12:30:15", 131_415],
    ["soon", null],
  ])("%s is read as Slurm reads it", (limit, seconds) => expect(slurmSeconds(limit)).toBe(seconds));

  it("are told where a job is expected to be longer", () => {
    const told = (launch: Place["launch"]) => limitNotes(spread(launch), HOSTS, TINY_SPEC.arms);
    expect(told({ time: "2:00:00" })).toEqual([]);
    expect(told({ time: "2:00" })).toEqual([
      "A job of outcome-only is expected to take 1 h 00 min; its time limit on cluster is 2 min 00 s (2:00): it is queued again from its checkpoint each time.",
    ]);
    expect(told({ time: "30", requeue: false })[0]).toContain("it would be ended there");
  });
});

describe("hosts that would take no job now", () => {
  it("are named with how many jobs would wait for them", () => {
    const hosts = [
      { ...HERE, connected: false },
      { ...CLUSTER, state: "paused" as const },
      { ...RAY, trainerReady: false },
      host("idle", { connected: false }),
    ];
    expect(waitNotes(spread(), hosts)).toEqual([
      "here does not report: 3 jobs would wait for it.",
      "cluster is paused: 4 jobs would wait for it.",
      "ray-head has no trainer that is ready: 2 jobs would wait for it.",
    ]);
  });
});
