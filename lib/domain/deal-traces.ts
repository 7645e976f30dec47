import { randomStream } from "@/lib/stats/random";

export interface Dealing {
  /** In the order of the set. */
  traces: readonly string[];
  /** Who may get traces. */
  raters: readonly string[];
  /** How many raters each trace has in the end, those of `held` included. */
  overlap: number;
  seed: number;
  /** Who has which trace already: nobody loses one. */
  held?: ReadonlyMap<string, ReadonlySet<string>>;
}

/** A list in an order that follows from a seed (Fisher and Yates). */
export function shuffled<T>(items: readonly T[], seed: number): T[] {
  const stream = randomStream(seed);
  const order = [...items];
  for (let i = order.length - 1; i > 0; i -= 1) {
    const j = stream.below(i + 1);
    const [a, b] = [order[i], order[j]];
    if (a !== undefined && b !== undefined) [order[i], order[j]] = [b, a];
  }
  return order;
}

/**
 * Who is to judge which trace: every trace goes to those who have the fewest so far, in an order that the seed shuffles
 * anew for each trace, so that loads differ by one at the most (where nothing was held) and every pair of raters meets.
 */
export function dealTraces({
  traces,
  raters,
  overlap,
  seed,
  held,
}: Dealing): { trace: string; rater: string }[] {
  const loads = new Map(raters.map((rater) => [rater, 0]));
  for (const own of held?.values() ?? [])
    for (const rater of own) if (loads.has(rater)) loads.set(rater, (loads.get(rater) ?? 0) + 1);
  return traces.flatMap((trace, i) => {
    const has = held?.get(trace) ?? new Set();
    const free = shuffled(
      raters.filter((rater) => !has.has(rater)),
      seed + i,
    );
    const chosen = free
      .sort((a, b) => (loads.get(a) ?? 0) - (loads.get(b) ?? 0))
      .slice(0, Math.max(0, overlap - has.size));
    for (const rater of chosen) loads.set(rater, (loads.get(rater) ?? 0) + 1);
    return chosen.map((rater) => ({ trace, rater }));
  });
}
