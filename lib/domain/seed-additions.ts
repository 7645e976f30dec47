import type { SeedAddition } from "@/lib/contracts";

/** Postgres `integer` and the contract's limit. */
const LARGEST_SEED = 2_147_483_647;

/** The next `count` seeds after the largest that is taken, then the smallest free ones. */
export function nextSeeds(taken: readonly number[], count: number): number[] {
  const used = new Set(taken);
  const found: number[] = [];
  let candidate = Math.max(0, ...taken) + 1;
  while (found.length < count) {
    if (candidate > LARGEST_SEED) candidate = 0;
    if (!used.has(candidate)) {
      used.add(candidate);
      found.push(candidate);
    }
    candidate += 1;
  }
  return found;
}

function listed(seeds: readonly number[]): string {
  const last = seeds.at(-1);
  return seeds.length < 2 ? `Seed ${last}` : `Seeds ${seeds.slice(0, -1).join(", ")} and ${last}`;
}

/** Whether results could have been looked at before the seeds were added. */
export function addedAfterResults({ evaluationsKnown }: Pick<SeedAddition, "evaluationsKnown">): boolean {
  return evaluationsKnown > 0;
}

/**
 * What a reader must know about seeds that were added later. Adding until a comparison comes out as wished (optional
 * stopping) makes p values too small, whatever the test.
 */
export function seedAdditionSentence(addition: SeedAddition): string {
  const { seeds, at, finishedSeeds, seedsBefore } = addition;
  const who = `${listed(seeds)} ${seeds.length === 1 ? "was" : "were"} added on ${at.slice(0, 10)}`;
  if (!addedAfterResults(addition))
    return `${who}, before any evaluation was complete: the choice cannot have followed from the results.`;
  const known =
    finishedSeeds > 0
      ? `after ${finishedSeeds} of ${seedsBefore} ${seedsBefore === 1 ? "seed" : "seeds"} had finished`
      : "after the first evaluations were complete";
  return `${who}, ${known}: if that was decided by looking at the results, it is optional stopping, and the p values are smaller and the intervals narrower than they should be.`;
}

/** The same before anything is added: what to think about first. */
export function seedAdditionCaution(addition: SeedAddition): string {
  const { finishedSeeds, seedsBefore } = addition;
  if (!addedAfterResults(addition))
    return "No evaluation is complete yet: adding seeds now cannot follow from the results.";
  const known =
    finishedSeeds > 0
      ? `${finishedSeeds} of ${seedsBefore} ${seedsBefore === 1 ? "seed has" : "seeds have"} finished`
      : "The first evaluations are complete";
  return `${known}. Adding seeds because of what they show is optional stopping: p values get smaller and intervals narrower than they should be. Compare and every report will say when these seeds were added.`;
}

/** A version that a build did not record cannot be compared. */
const UNKNOWN_VERSION = "unknown";

/** Differences of code and environment between the first seeds and the added ones, in words; empty where none is known. */
export function versionSentences(addition: SeedAddition): string[] {
  const { codeVersion, launchCodeVersion, environmentDifferences } = addition;
  const code = codeVersion === launchCodeVersion ? [] : [codeSentence(codeVersion, launchCodeVersion)];
  const facts = environmentDifferences.map(
    ({ fact, first, added }) => `${fact}: ${first.join(", ")} for the first seeds, ${added.join(", ")} here.`,
  );
  return [...code, ...facts];
}

function codeSentence(now: string, launch: string): string {
  if (now === UNKNOWN_VERSION || launch === UNKNOWN_VERSION)
    return "Whether Stepwell is the version that launched the first seeds is not known.";
  return `Stepwell is ${now} now; the first seeds were launched by ${launch}.`;
}
