import { VerdictBadge } from "@/components/charts/forest-numbers";
import { Badge } from "@/components/ui/badge";
import { Table, Td, Th, Tr } from "@/components/ui/table";
import type { AblationResults } from "@/lib/contracts/results";
import { resultNames } from "@/lib/domain/result-names";
import type { AblationComparison, ArmComparison } from "@/lib/stats/ablation";

/** Every comparison in words: the difference, its test, the verdict, and what would have been needed. */
export function ComparisonTable({
  rows,
  results,
}: {
  rows: readonly ArmComparison[];
  results: AblationResults;
}) {
  const names = resultNames(results);
  return (
    <Table>
      <thead>
        <tr>
          <Th>Benchmark</Th>
          <Th>Arm − baseline</Th>
          <Th>Verdict</Th>
          <Th>In words</Th>
        </tr>
      </thead>
      <tbody>
        {rows.map((c) => (
          <Tr key={`${c.arm} ${c.baseline} ${c.benchmark} ${c.role}`}>
            <Td className="min-w-36">{names.benchmark(c.benchmark)}</Td>
            <Td className="min-w-40">
              {names.arm(c.arm)} − {names.arm(c.baseline)}
            </Td>
            <Td className="whitespace-nowrap">
              {c.diff === null ? <Badge tone="muted">nothing yet</Badge> : <VerdictBadge comparison={c} />}
            </Td>
            <Td className="min-w-80 py-1.5 text-ink-2 text-xs">{c.sentence}</Td>
          </Tr>
        ))}
      </tbody>
    </Table>
  );
}

/** How everything on the page was computed. */
export function MethodNotes({ comparison }: { comparison: AblationComparison }) {
  return (
    <ul className="list-disc space-y-1 pl-4 text-ink-2 text-xs">
      {comparison.method.map((sentence) => (
        <li key={sentence}>{sentence}</li>
      ))}
    </ul>
  );
}
