import type { Queryable } from "@/db/client";
import { selectEnvironments } from "@/db/queries/seed-additions";
import type { EnvironmentDifference, SeedAddition } from "@/lib/contracts";
import { type StoredAddition, storedAdditions } from "./stored-additions";

type Environments = Awaited<ReturnType<typeof selectEnvironments>>;

function valuesOf(environments: Environments): Map<string, Set<string>> {
  const found = new Map<string, Set<string>>();
  for (const { environment } of environments)
    for (const [fact, value] of Object.entries(environment))
      found.set(fact, (found.get(fact) ?? new Set()).add(value));
  return found;
}

/**
 * Facts of which the added seeds' trainings report a value that none of the first ones has. Facts that only one side
 * reports (a newer trainer tells more) differ too only where both sides report at all.
 */
export function differencesOf(first: Environments, added: Environments): EnvironmentDifference[] {
  const before = valuesOf(first);
  if (before.size === 0) return [];
  return [...valuesOf(added)].flatMap(([fact, values]) => {
    const known = before.get(fact) ?? new Set();
    const isNew = [...values].some((value) => !known.has(value));
    return isNew ? [{ fact, first: [...known].sort(), added: [...values].sort() }] : [];
  });
}

function withDifferences(
  stored: StoredAddition,
  environments: Environments,
  all: ReadonlySet<number>,
): SeedAddition {
  const { at, idempotencyKey: _key, runs: _runs, jobs: _jobs, ...facts } = stored;
  const first = environments.filter(({ seed }) => !all.has(seed));
  const added = environments.filter(({ seed }) => facts.seeds.includes(seed));
  return { ...facts, at: at.toISOString(), environmentDifferences: differencesOf(first, added) };
}

/** A record as it is told, with what the trainings have reported since. */
export async function tellAdditions(
  db: Queryable,
  ablationId: string,
  stored: readonly StoredAddition[],
): Promise<SeedAddition[]> {
  if (stored.length === 0) return [];
  const environments = await selectEnvironments(db, ablationId);
  const all = new Set(stored.flatMap(({ seeds }) => seeds));
  return stored.map((each) => withDifferences(each, environments, all));
}

/** The seeds that were added to an ablation since its launch, the first addition first. */
export async function readSeedAdditions(db: Queryable, ablationId: string): Promise<SeedAddition[]> {
  return tellAdditions(db, ablationId, await storedAdditions(db, ablationId));
}
