import type { AblationResults } from "@/lib/contracts/results";

export interface ResultNames {
  arm: (key: string) => string;
  /** null: the mean over benchmarks. */
  benchmark: (key: string | null) => string;
}

/**
 * What people call the arms and benchmarks of some results; an unknown key stands for itself. Two arms of one name are
 * told apart by where they come from.
 */
export function resultNames(results: Pick<AblationResults, "arms" | "benchmarks">): ResultNames {
  const times = (name: string) => results.arms.filter((arm) => arm.name === name).length;
  const arms = new Map(
    results.arms.map(({ key, name, origin }) => [
      key,
      times(name) > 1 && origin !== null ? `${name} (${origin})` : name,
    ]),
  );
  const benchmarks = new Map(results.benchmarks.map((benchmark) => [benchmark.key, benchmark.title]));
  return {
    arm: (key) => arms.get(key) ?? key,
    benchmark: (key) => (key === null ? "mean over benchmarks" : (benchmarks.get(key) ?? key)),
  };
}

/** "a", "a and b", "a, b and c". */
export function listed(items: readonly string[], separator = ", "): string {
  if (items.length < 2) return items[0] ?? "";
  return `${items.slice(0, -1).join(separator)} and ${items.at(-1)}`;
}
