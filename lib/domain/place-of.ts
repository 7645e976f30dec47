import type { AblationSpec, ArmSpec, JobKind, LaunchOptions, Place } from "@/lib/contracts";

/** Where a job runs once nothing is left to "as the launch says". */
export interface ResolvedPlace {
  /** null: any capable host. */
  hostId: string | null;
  launch: LaunchOptions;
  /** Dotted path in the spec of what decided it: where a message about it belongs. */
  path: string;
}

/** What the place of a job hangs on. `armKey` null: rewriting, a warm-up or the evaluation of one. */
export interface PlacedJob {
  kind: JobKind;
  armKey: string | null;
}

/** What a launch says of places. */
export interface Where extends Pick<AblationSpec, "hostId" | "places"> {
  arms: readonly Pick<ArmSpec, "key" | "place">[];
}

const at = (path: string, { hostId, launch }: Place): ResolvedPlace => ({ hostId, launch, path });

function first(...found: (ResolvedPlace | null)[]): ResolvedPlace | null {
  return found.find((place) => place !== null) ?? null;
}

function armPlace({ arms }: Where, armKey: string | null): ResolvedPlace | null {
  const i = arms.findIndex((arm) => arm.key === armKey);
  const place = arms[i]?.place;
  return place ? at(`arms.${i}.place`, place) : null;
}

function partPlace({ places }: Where, part: keyof Where["places"]): ResolvedPlace | null {
  const place = places[part];
  return place && at(`places.${part}`, place);
}

/**
 * Where a job of a launch runs: what its arm says, else what its part says, else the launch. An evaluation of which
 * nothing is said goes where its checkpoint was trained, with the same settings.
 */
export function placeOf(spec: Where, { kind, armKey }: PlacedJob): ResolvedPlace {
  const launch: ResolvedPlace = { hostId: spec.hostId, launch: {}, path: "hostId" };
  switch (kind) {
    case "rewrite":
    case "sft":
    case "command":
      return partPlace(spec, "warmUp") ?? launch;
    case "grpo":
      return first(armPlace(spec, armKey), partPlace(spec, "training")) ?? launch;
    case "evaluate":
      return (
        partPlace(spec, "evaluation") ?? placeOf(spec, { kind: armKey === null ? "sft" : "grpo", armKey })
      );
  }
}
