const MOST = 64;

/** Reads "1, 2, 3" or "1-3 7"; null if anything in it is no seed. A range counts up and is at most 64 long. */
export function parseSeeds(text: string): number[] | null {
  const parts = text.split(/[\s,;]+/).filter(Boolean);
  const seeds: number[] = [];
  for (const part of parts) {
    const match = /^(\d{1,10})(?:-(\d{1,10}))?$/.exec(part);
    if (!match) return null;
    const from = Number(match[1]);
    const to = Number(match[2] ?? match[1]);
    if (to < from || to - from >= MOST) return null;
    for (let seed = from; seed <= to; seed += 1) seeds.push(seed);
  }
  return seeds;
}

/** The shortest text of seeds in their order: runs of three or more become ranges. */
export function showSeeds(seeds: readonly (number | null)[]): string {
  const known = seeds.filter((s) => s !== null);
  const parts: string[] = [];
  for (let i = 0; i < known.length; ) {
    let last = i;
    while (last + 1 < known.length && known[last + 1] === (known[last] ?? 0) + 1) last += 1;
    if (last - i >= 2) parts.push(`${known[i]}-${known[last]}`);
    else parts.push(...known.slice(i, last + 1).map(String));
    i = last + 1;
  }
  return parts.join(", ");
}
