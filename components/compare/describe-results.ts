import type { AblationResults } from "@/lib/contracts/results";
import type { AblationComparison, ArmComparison } from "@/lib/stats/ablation";

const list = (names: string[]) =>
  names.length < 2 ? (names[0] ?? "") : `${names.slice(0, -1).join(", ")} and ${names.at(-1)}`;

interface Names {
  arm: (key: string) => string;
  benchmark: (key: string | null) => string;
}

export function namesOf(results: Pick<AblationResults, "arms" | "benchmarks">): Names {
  const arms = new Map(results.arms.map((a) => [a.key, a.name]));
  const benchmarks = new Map(results.benchmarks.map((b) => [b.key, b.title]));
  return {
    arm: (key) => arms.get(key) ?? key,
    benchmark: (key) => (key === null ? "mean over benchmarks" : (benchmarks.get(key) ?? key)),
  };
}

function pairName(c: ArmComparison, names: Names): string {
  const direction = (c.diff ?? 0) > 0 ? "above" : "below";
  return `${names.arm(c.arm)} ${direction} ${names.arm(c.baseline)} on ${names.benchmark(c.benchmark)}`;
}

/** Comparisons that may carry a finding: the declared family and the one contrast declared before launch. */
function findings(comparison: AblationComparison): ArmComparison[] {
  return comparison.comparisons.filter((c) => c.role !== "exploratory");
}

/**
 * What an ablation has shown and what it has not, in plain sentences, only from verdicts: never from which mean is
 * higher. Always says how many comparisons stand behind it and what is still missing.
 */
export function describeResults(results: AblationResults, comparison: AblationComparison): string[] {
  const names = namesOf(results);
  const tested = findings(comparison).filter((c) => c.diff !== null);
  if (tested.length === 0) return [nothingYet(results), ...openWork(results)];
  const shown = tested.filter((c) => c.verdict === "distinguishable");
  const equal = tested.filter((c) => c.verdict === "practically-equal");
  const open = tested.filter((c) => c.verdict === "not-distinguishable");
  const short = tested.filter((c) => c.verdict === "not-enough-seeds");
  const sentences: string[] = [];
  if (shown.length > 0) sentences.push(`Shown: ${list(shown.map((c) => pairName(c, names)))}.`);
  if (equal.length > 0)
    sentences.push(
      `Practically equal: ${list(equal.map((c) => `${names.arm(c.arm)} and ${names.arm(c.baseline)} on ${names.benchmark(c.benchmark)}`))}.`,
    );
  if (open.length > 0)
    sentences.push(
      `Not shown: a difference for ${open.length} of ${tested.length} comparisons; each of these gaps may be noise.`,
    );
  if (short.length > 0)
    sentences.push(
      `${short.length} of ${tested.length} comparisons have fewer than 3 seeds per arm: retraining noise is not known well enough for a verdict.`,
    );
  return [...sentences, ...openWork(results)];
}

function nothingYet(results: AblationResults): string {
  return results.pending > 0
    ? "Nothing can be said yet: no two arms have a finished evaluation."
    : "Nothing can be said: no two arms have a finished evaluation.";
}

function openWork({ pending, failed }: AblationResults): string[] {
  const said: string[] = [];
  if (pending > 0)
    said.push(`${pending} ${pending === 1 ? "job is" : "jobs are"} still to finish; this will change.`);
  if (failed > 0)
    said.push(
      `${failed} ${failed === 1 ? "job" : "jobs"} ended without a result and ${failed === 1 ? "is" : "are"} missing here, not zero.`,
    );
  return said;
}
