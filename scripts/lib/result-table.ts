import type { AblationResults } from "@/lib/contracts/results";
import { type AblationComparison, compareArms, percent, percentInterval } from "@/lib/stats/ablation";

/** Columns of text, the first to the left and the others to the right. */
export function alignColumns(rows: string[][]): string[] {
  const widths: number[] = [];
  for (const row of rows)
    row.forEach((cell, i) => {
      widths[i] = Math.max(widths[i] ?? 0, [...cell].length);
    });
  return rows.map((row) =>
    row
      .map((cell, i) => {
        const gap = " ".repeat((widths[i] ?? 0) - [...cell].length);
        return i === 0 ? cell + gap : gap + cell;
      })
      .join("   ")
      .trimEnd(),
  );
}

function benchmarkTable(
  results: AblationResults,
  comparison: AblationComparison,
  benchmark: string,
): string[] {
  const rows = results.arms.flatMap((arm) => {
    const found = comparison.summaries.find((s) => s.arm === arm.key && s.benchmark === benchmark);
    if (!found) return [];
    const seeds = found.seeds.map((dot) => percent(dot.accuracy)).join(" ");
    return [
      [
        arm.name,
        found.mean === null ? "no result" : percent(found.mean),
        found.interval ? percentInterval(found.interval.lo, found.interval.hi) : "",
        seeds,
        `${found.seedCount}`,
        `${found.questions}`,
      ],
    ];
  });
  return alignColumns([["arm", "mean", "interval", "by seed", "seeds", "questions"], ...rows]);
}

/** The result of an ablation as text: a table for each benchmark, the comparisons in words, how it was computed. */
export function resultText(results: AblationResults): string {
  const comparison = compareArms(results);
  const method = comparison.summaries.find((s) => s.interval)?.interval;
  const parts = results.benchmarks.map((benchmark) =>
    [`${benchmark.title} (accuracy)`, ...benchmarkTable(results, comparison, benchmark.key)].join("\n"),
  );
  const nameOf = (key: string) => results.arms.find((arm) => arm.key === key)?.name ?? key;
  const titleOf = (key: string | null) => results.benchmarks.find((b) => b.key === key)?.title ?? "";
  const told = comparison.comparisons
    .filter((c) => c.role !== "exploratory")
    .map((c) => `- ${nameOf(c.arm)} against ${nameOf(c.baseline)}, ${titleOf(c.benchmark)}: ${c.sentence}`);
  if (told.length > 0) parts.push(["Comparisons", ...told].join("\n"));
  if (method)
    parts.push(`Intervals: ${method.method}, ${100 * method.level}%; what varies: ${method.random}.`);
  if (results.failed > 0) parts.push(`${results.failed} jobs ended without a result.`);
  return parts.join("\n\n");
}
