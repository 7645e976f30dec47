import { armMarkOf } from "@/components/charts/arm-position";
import { ArmChip } from "@/components/ui/arm-chip";
import { Table, Td, Th, Tr } from "@/components/ui/table";
import type { AblationResults } from "@/lib/contracts/results";
import { formatValue } from "@/lib/format/number";
import { type AblationComparison, type ArmSummary, costsByArm } from "@/lib/stats/ablation";
import { Estimate } from "./estimate";

const PHASES = [
  { key: "responses", title: "responses" },
  { key: "continuations", title: "continuations" },
  { key: "grading", title: "grading" },
  { key: "update", title: "updating" },
] as const;

const seconds = (value: number) => formatValue(value, 3);

/** The first benchmark's mean accuracy, so that a price is never read without what it bought. */
function Accuracy({ of }: { of: ArmSummary | undefined }) {
  if (!of || of.mean === null) return <span className="text-ink-3">not yet</span>;
  return (
    <>
      {(100 * of.mean).toFixed(1)}
      <span className="block text-2xs text-ink-3">
        {of.interval
          ? `[${(100 * of.interval.lo).toFixed(1)}, ${(100 * of.interval.hi).toFixed(1)}]`
          : "no interval"}
      </span>
    </>
  );
}

interface Props {
  results: AblationResults;
  comparison: AblationComparison;
}

/** What each arm's trainings cost beside what they reached: measured, never estimated. */
export function CostTable({ results, comparison }: Props) {
  const benchmark = results.benchmarks[0];
  const costs = new Map(costsByArm(results.costs).map((c) => [c.arm, c]));
  const rows = results.arms.flatMap((arm) => {
    const cost = costs.get(arm.key);
    const reached = comparison.summaries.find((s) => s.arm === arm.key && s.benchmark === benchmark?.key);
    return cost ? [{ arm, cost, reached }] : [];
  });
  return (
    <Table>
      <CostHead benchmark={benchmark?.title ?? "the first benchmark"} />
      <tbody>
        {rows.map(({ arm, cost, reached }) => (
          <Tr key={arm.key}>
            <Td>
              <ArmChip {...armMarkOf(arm)} name={arm.name} />
            </Td>
            <Td numeric>{cost.seedCount}</Td>
            <Td numeric>
              <Accuracy of={reached} />
            </Td>
            <Td numeric>
              <Estimate of={cost.responseTokens} />
            </Td>
            <Td numeric>
              <Estimate of={cost.continuationTokens} />
            </Td>
            <Td numeric>
              {cost.responseTokens.mean === 0 ? (
                <span className="text-ink-3">none sampled</span>
              ) : (
                <Estimate of={cost.tokenFactor} format={(v) => v.toFixed(2)} />
              )}
            </Td>
            <Td numeric>
              <Estimate of={cost.activeSeconds} format={seconds} />
            </Td>
            {PHASES.map(({ key }) => (
              <Td key={key} numeric>
                <Estimate of={cost.phases[key]} format={seconds} />
              </Td>
            ))}
          </Tr>
        ))}
      </tbody>
    </Table>
  );
}

function CostHead({ benchmark }: { benchmark: string }) {
  return (
    <thead>
      <tr>
        <Th rowSpan={2}>Arm</Th>
        <Th rowSpan={2} numeric>
          S
        </Th>
        <Th rowSpan={2} numeric unit="%" title={`Accuracy on ${benchmark}`}>
          Accuracy
        </Th>
        <Th colSpan={3} scope="colgroup" className="text-center">
          Tokens sampled
        </Th>
        <Th rowSpan={2} numeric unit="s">
          Active time
        </Th>
        <Th colSpan={PHASES.length} scope="colgroup" className="text-center">
          Seconds by phase
        </Th>
      </tr>
      <tr>
        <Th numeric>responses</Th>
        <Th numeric>continuations</Th>
        <Th numeric unit="×">
          per response token
        </Th>
        {PHASES.map(({ key, title }) => (
          <Th key={key} numeric>
            {title}
          </Th>
        ))}
      </tr>
    </thead>
  );
}
