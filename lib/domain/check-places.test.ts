import { describe, expect, it } from "vitest";
import { type AblationSpec, LAUNCH_DEFAULTS, type Place } from "@/lib/contracts";
import { TINY_SPEC } from "@/lib/presets/quickstart";
import { checkPlaces, type PlaceHost } from "./check-places";

const host = (n: number, changes: Partial<PlaceHost> = {}): PlaceHost => ({
  id: `hst_0000000${n}`,
  name: `host-${n}`,
  launcher: "slurm",
  state: "active",
  capacity: 2,
  ...changes,
});
const HOSTS = [
  host(1, { launcher: "local" }),
  host(2),
  host(3, { launcher: "ray" }),
  host(4, { state: "removed" }),
  host(5, { capacity: 0 }),
  host(6, { launcher: "magic" }),
];
const at = (n: number, launch: Place["launch"] = {}): Place => ({ hostId: `hst_0000000${n}`, launch });

function errors(changes: Partial<AblationSpec>) {
  return checkPlaces({ ...TINY_SPEC, ...LAUNCH_DEFAULTS, ...changes }, HOSTS).map(({ path, message }) => [
    path,
    message,
  ]);
}
const onArm = (i: number, place: Place) => ({
  arms: TINY_SPEC.arms.map((arm, at) => ({ ...arm, place: at === i ? place : null })),
});
const parts = { warmUp: null, training: null, evaluation: null };

describe("the places of a launch", () => {
  it("are fine where hosts exist and their launchers know the settings", () => {
    expect(errors({})).toEqual([]);
    expect(errors({ hostId: HOSTS[0]?.id ?? null })).toEqual([]);
    expect(
      errors({
        places: { ...parts, training: at(2, { partition: "gpu", gres: "gpu:1", time: "2:00:00" }) },
        ...onArm(1, at(3, { resources: { gpus: 1 } })),
      }),
    ).toEqual([]);
    expect(errors(onArm(2, { hostId: null, launch: {} }))).toEqual([]);
  });

  it.each<[string, Partial<AblationSpec>, string, string]>([
    ["an unknown host", { hostId: "hst_00000099" }, "hostId", "no host of this id"],
    [
      "a removed host",
      { places: { ...parts, evaluation: at(4) } },
      "places.evaluation.hostId",
      "was removed",
    ],
    ["a host without a place", onArm(0, at(5)), "arms.0.place.hostId", "no place"],
    [
      "another launcher's setting",
      onArm(1, at(3, { partition: "gpu" })),
      "arms.1.place.launch.partition",
      "it has: resources, runtimeEnv",
    ],
    [
      "a setting of the host alone",
      onArm(1, at(2, { pollMs: 5 })),
      "arms.1.place.launch.pollMs",
      "no such setting",
    ],
    [
      "a setting where there is none",
      { places: { ...parts, warmUp: at(1, { nodes: 2 }) } },
      "places.warmUp.launch.nodes",
      "it has: none",
    ],
    ["a wrong value", onArm(2, at(2, { time: "soon" })), "arms.2.place.launch.time", "must be minutes"],
    [
      "a wrong value below",
      onArm(2, at(3, { resources: { gpus: -1 } })),
      "arms.2.place.launch.resources.gpus",
      "",
    ],
    [
      "settings for any host",
      onArm(0, { hostId: null, launch: { nodes: 1 } }),
      "arms.0.place.launch",
      "choose the host",
    ],
    ["a launcher nobody knows", onArm(0, at(6, { nodes: 1 })), "arms.0.place.launch", "does not know"],
  ])("are refused with %s, at its field", (_, changes, path, message) => {
    const found = errors(changes);
    expect(found.map(([at]) => at)).toEqual([path]);
    expect(found[0]?.[1]).toContain(message);
  });
});
