/** Of the samples with one prefix: how many were graded, and how many of these are right. */
export interface PrefixCounts {
  successes: number;
  n: number;
}

/** A sampled solution of one prompt: its steps, and 1 right, 0 wrong, null not graded. */
export interface Sample {
  steps: readonly string[];
  outcome: number | null;
}

/**
 * An empirical c_i: for each step i of each sample, the samples of the same prompt whose first i steps are the same
 * texts, itself included. Ungraded samples are in no count, so n is 0 where none was graded. Takes time and memory linear
 * in the number of steps: a prefix is known by the number of the one before it and its last step.
 */
export function sharedPrefixes(samples: readonly Sample[]): PrefixCounts[][] {
  const numbers = new Map<string, number>();
  const counts: PrefixCounts[] = [];
  const follow = (before: number, step: string) => {
    const key = `${before} ${step}`;
    const known = numbers.get(key);
    if (known !== undefined) return known;
    numbers.set(key, counts.length);
    counts.push({ successes: 0, n: 0 });
    return counts.length - 1;
  };
  const paths = samples.map(({ steps }) => {
    let at = -1;
    return steps.map((step) => {
      at = follow(at, step);
      return at;
    });
  });
  const none = { successes: 0, n: 0 };
  samples.forEach(({ outcome }, i) => {
    if (outcome === null) return;
    for (const prefix of paths[i] ?? []) {
      const held = counts[prefix] ?? none;
      held.n += 1;
      held.successes += outcome === 1 ? 1 : 0;
    }
  });
  return paths.map((path) => path.map((prefix) => counts[prefix] ?? none));
}
