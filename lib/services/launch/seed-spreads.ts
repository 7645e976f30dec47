import type { Queryable } from "@/db/client";
import { selectEndedAblations } from "@/db/queries/seed-spreads";
import type { Profile } from "@/lib/contracts";
import { resultSelection } from "@/lib/contracts";
import { compareArms, measuredSpreads, type SourcedSpread } from "@/lib/stats/ablation";
import { getResults } from "../results/get-results";

/** Older ablations than these are not asked: machines, code and settings have moved on. */
const NEWEST = 5;

/** The same kind of profile, and of models the same one. */
function isAlike(profile: Profile, other: Profile): boolean {
  if (profile.kind === "tiny" || other.kind === "tiny") return profile.kind === other.kind;
  return profile.model === other.model;
}

/**
 * What earlier ablations of this profile have shown of the spread over seeds: per benchmark the newest one that has three
 * seeds or more of arms that share warm-ups. Empty on a server that has finished none.
 */
export async function readSeedSpreads(db: Queryable, profile: Profile): Promise<SourcedSpread[]> {
  const ended = await selectEndedAblations(db, profile.kind, NEWEST);
  const found = new Map<string, SourcedSpread>();
  for (const { id, name, spec } of ended) {
    if (spec.seeds.length < 3 || !isAlike(profile, spec.profile)) continue;
    const results = await getResults(db, resultSelection.parse({ ablation: id }));
    if (!results) continue;
    for (const spread of measuredSpreads(compareArms(results)))
      if (!found.has(spread.benchmark)) found.set(spread.benchmark, { ...spread, ablation: { id, name } });
  }
  return [...found.values()];
}
