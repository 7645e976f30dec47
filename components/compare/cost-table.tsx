import { ArmChip } from "@/components/ui/arm-chip";
import { Table, Td, Th, Tr } from "@/components/ui/table";
import type { AblationResults } from "@/lib/contracts/results";
import { formatCompact, formatValue } from "@/lib/format/number";
import { type ArmCost, costsByArm } from "@/lib/stats/ablation";

type Interval = ArmCost["responseTokens"];
const SHARED_COLUMNS = ["responses", "continuations", "grading", "update"] as const;

/** Mean of the seeds with its t interval below; the unit is in the head. */
function Estimate({ of, format = formatCompact }: { of: Interval; format?: (value: number) => string }) {
  if (of.mean === null) return <span className="text-ink-3">not yet</span>;
  return (
    <>
      {format(of.mean)}
      <span className="block text-2xs text-ink-3">
        {of.lo === null || of.hi === null ? "no interval" : `[${format(of.lo)}, ${format(of.hi)}]`}
      </span>
    </>
  );
}

const seconds = (value: number) => formatValue(value, 3);

/** What each arm's trainings cost beside what they reached: measured, never estimated. */
export function CostTable({ results }: { results: AblationResults }) {
  const costs = costsByArm(results.costs);
  const armOf = new Map(results.arms.map((a) => [a.key, a]));
  return (
    <Table>
      <thead>
        <tr>
          <Th>Arm</Th>
          <Th numeric>S</Th>
          <Th numeric>Train steps</Th>
          <Th numeric unit="tokens">
            Responses
          </Th>
          <Th numeric unit="tokens">
            Continuations
          </Th>
          <Th numeric unit="×">
            Tokens sampled per response token
          </Th>
          <Th numeric unit="s">
            Active time
          </Th>
          {SHARED_COLUMNS.map((phase) => (
            <Th key={phase} numeric unit="s">
              {phase === "update" ? "Updating" : phase === "grading" ? "Grading" : `Sampling ${phase}`}
            </Th>
          ))}
        </tr>
      </thead>
      <tbody>
        {costs.map((cost) => {
          const arm = armOf.get(cost.arm);
          return (
            <Tr key={cost.arm}>
              <Td>
                <ArmChip position={arm?.armId ? arm.position : null} name={arm?.name ?? cost.arm} />
              </Td>
              <Td numeric>{cost.seedCount}</Td>
              <Td numeric>
                <Estimate of={cost.trainSteps} />
              </Td>
              <Td numeric>
                <Estimate of={cost.responseTokens} />
              </Td>
              <Td numeric>
                <Estimate of={cost.continuationTokens} />
              </Td>
              <Td numeric>
                <Estimate of={cost.tokenFactor} format={(v) => v.toFixed(2)} />
              </Td>
              <Td numeric>
                <Estimate of={cost.activeSeconds} format={seconds} />
              </Td>
              {SHARED_COLUMNS.map((phase) => (
                <Td key={phase} numeric>
                  <Estimate of={cost.phases[phase]} format={seconds} />
                </Td>
              ))}
            </Tr>
          );
        })}
      </tbody>
    </Table>
  );
}
