import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { HostView, Place } from "@/lib/contracts";
import { expandAblation } from "@/lib/domain/expand-ablation";
import { TINY_SPEC } from "@/lib/presets/quickstart";
import { draftOf, type SpecDraft } from "../draft";
import { checkDraft } from "../issues";
import { launchChips } from "./launch-chips";
import {
  chooseHost,
  followTogether,
  type PlaceRow,
  placeRows,
  readChoice,
  setLaunch,
  setLaunchOn,
} from "./place-rows";

const host = (n: number, launcher: string): HostView => ({
  id: `hst_0000000${n}`,
  name: `host-${n}`,
  launcher,
  capacity: 2,
  liveAttempts: 0,
  state: "active",
  connected: true,
  trainerReady: true,
  trainerDetail: "",
  facts: {},
  lastSeenAt: null,
  running: [],
  waiting: 0,
  agentVersion: null,
});
const HOSTS = [host(1, "local"), host(2, "slurm"), host(3, "slurm"), host(4, "ray")];
const [HERE, SLURM, OTHER, RAY] = HOSTS.map(({ id }) => id);

const fresh = () => draftOf(TINY_SPEC);
const rowOf = (draft: SpecDraft, path: string): PlaceRow => {
  const row = placeRows(draft).find((each) => each.path === path);
  if (!row) throw new Error(`no line ${path}`);
  return row;
};
const choose = (draft: SpecDraft, path: string, value: string | undefined) =>
  chooseHost(draft, rowOf(draft, path), readChoice(value ?? ""), HOSTS);
const launchOn = (draft: SpecDraft, path: string, launch: Place["launch"]) =>
  setLaunch(draft, rowOf(draft, path), launch);
const placeAt = (draft: SpecDraft, path: string) => {
  const { hostId, launch } = rowOf(draft, path).effective;
  return { hostId, launch };
};

describe("the lines of the table of places", () => {
  it("are everything, the parts and the arms that are trained, and say what they follow", () => {
    expect(placeRows(fresh()).map((row) => [row.label, row.unsaid])).toEqual([
      ["Everything", ""],
      ["Rewriting and warm-ups", "as everything"],
      ["Arms", "as everything"],
      ["outcome-only", "as everything"],
      ["mixed", "as everything"],
      ["process-only", "as everything"],
      ["Evaluation", "where it was trained"],
    ]);
    const arms = choose(fresh(), "places.training", SLURM);
    expect(rowOf(arms, "arms.1.place")).toMatchObject({
      unsaid: "as the arms",
      effective: { hostId: SLURM },
    });
  });

  it("tell arms of one key apart while it is typed", () => {
    const draft = fresh();
    const twins = { ...draft, arms: draft.arms.map((arm) => ({ ...arm, key: "same" })) };
    const moved = choose(twins, "arms.2.place", RAY);
    expect(placeAt(moved, "arms.2.place").hostId).toBe(RAY);
    expect(placeAt(moved, "arms.1.place").hostId).toBeNull();
  });

  it("show where the server will send the jobs, whatever was chosen", () => {
    const values = fc.constantFrom("", "any", ...HOSTS.map(({ id }) => id));
    const paths = placeRows(fresh()).map(({ path }) => path);
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.constantFrom(...paths), values), { maxLength: 12 }), (edits) => {
        const draft = edits.reduce((at, [path, value]) => choose(at, path, value), fresh());
        const { spec, issues } = checkDraft(draft, HOSTS);
        expect([...issues]).toEqual([]);
        if (!spec) throw new Error("a draft without issues is a spec");
        const { jobs } = expandAblation(spec);
        spec.arms.forEach((arm, i) => {
          if (arm.training === null) return;
          const job = jobs.find(({ kind, armKey }) => kind === "grpo" && armKey === arm.key);
          expect(job?.place).toMatchObject(placeAt(draft, `arms.${i}.place`));
        });
        expect(jobs.find(({ kind }) => kind === "sft")?.place).toMatchObject(placeAt(draft, "places.warmUp"));
      }),
    );
  });
});

describe("settings of a launcher", () => {
  it("stay on a host of the same launcher, and go with a host of another", () => {
    const gpu = { partition: "gpu" };
    const set = launchOn(choose(fresh(), "arms.1.place", SLURM), "arms.1.place", gpu);
    expect(placeAt(choose(set, "arms.1.place", OTHER), "arms.1.place")).toEqual({
      hostId: OTHER,
      launch: gpu,
    });
    expect(placeAt(choose(set, "arms.1.place", RAY), "arms.1.place")).toEqual({ hostId: RAY, launch: {} });
    expect(placeAt(choose(set, "arms.1.place", "any"), "arms.1.place")).toEqual({ hostId: null, launch: {} });
    expect(placeAt(choose(set, "arms.1.place", ""), "arms.1.place")).toEqual({ hostId: null, launch: {} });
  });

  it("make a line that followed another one speak for itself", () => {
    const arms = launchOn(choose(fresh(), "places.training", SLURM), "places.training", { partition: "cpu" });
    const one = launchOn(arms, "arms.2.place", { partition: "gpu", gres: "gpu:1" });
    expect(placeAt(one, "arms.1.place").launch).toEqual({ partition: "cpu" });
    expect(placeAt(one, "arms.2.place")).toEqual({
      hostId: SLURM,
      launch: { partition: "gpu", gres: "gpu:1" },
    });
    expect(placeAt(followTogether(one), "arms.2.place").launch).toEqual({ partition: "cpu" });
  });

  it("are set at once for every job on a host, and on no other", () => {
    const start = choose(
      choose(choose(fresh(), "hostId", SLURM), "places.warmUp", HERE),
      "arms.3.place",
      RAY,
    );
    const all = setLaunchOn(start, { hostId: SLURM ?? null, launch: { account: "lab" } });
    const spec = checkDraft(all, HOSTS).spec;
    if (!spec) throw new Error("the draft is a spec");
    for (const { place } of expandAblation(spec).jobs)
      expect(place.launch).toEqual(place.hostId === SLURM ? { account: "lab" } : {});
    expect(all.arms.map((arm) => arm.place?.hostId ?? null)).toEqual([null, null, null, RAY]);
    // The line "Everything" has no settings of its own: it sets them for all that run there.
    expect(launchOn(start, "hostId", { account: "lab" })).toEqual(all);
  });

  it("read as a few words each", () => {
    const texts = (launcher: string, launch: Place["launch"]) =>
      launchChips(launcher, launch).map(({ text }) => text);
    expect(
      texts("slurm", {
        time: "2:00:00",
        partition: "gpu",
        requeue: false,
        signalSeconds: 60,
        extra: { exclusive: true, nice: "5" },
      }),
    ).toEqual([
      "Partition gpu",
      "Time limit 2:00:00",
      "Warn before the limit 60 s",
      "Requeue off",
      "exclusive",
      "nice 5",
    ]);
    expect(texts("ray", { resources: { gpus: 0.5, custom: { fast: 1 } } })).toEqual(["GPUs 0.5", "fast 1"]);
    expect(texts("unknown", { a: [1] })).toEqual(["a [1]"]);
    expect(launchChips(null, {})).toEqual([]);
  });
});
