import { Table, Td, Th } from "@/components/ui/table";
import type { AblationResults } from "@/lib/contracts/results";
import { formatCompact } from "@/lib/format/number";
import { resultNames } from "@/lib/reports/names";
import type { ArmCost } from "@/lib/stats/ablation";
import { Note, ReportSection } from "./report-section";

type Estimated = ArmCost["responseTokens"];

const PHASES = [
  ["responses", "responses"],
  ["continuations", "continuations"],
  ["grading", "grading"],
  ["update", "update"],
] as const;

const seconds = (value: number) => value.toFixed(value < 10 ? 1 : 0);

/** Measured tokens and seconds of each arm's finished trainings. */
export function Costs({ results, costs }: { results: AblationResults; costs: readonly ArmCost[] }) {
  const names = resultNames(results);
  const told = costs.filter((cost) => cost.seedCount > 0);
  return (
    <ReportSection id="cost" title="Cost">
      {told.length === 0 ? (
        <p className="text-sm">No finished training has told what it cost.</p>
      ) : (
        <Table className="report-table">
          <thead>
            <tr>
              <Th>Arm</Th>
              <Th numeric>S</Th>
              <Th numeric>Response tokens</Th>
              <Th numeric>Continuation tokens</Th>
              <Th numeric unit="s">
                Active
              </Th>
              <Th numeric unit="s">
                GPU
              </Th>
              {PHASES.map(([key, title]) => (
                <Th key={key} numeric unit="s">
                  {title}
                </Th>
              ))}
            </tr>
          </thead>
          <tbody>
            {told.map((cost) => (
              <tr key={cost.arm}>
                <Td>{names.arm(cost.arm)}</Td>
                <Td numeric>{cost.seedCount}</Td>
                <Cell of={cost.responseTokens} show={formatCompact} />
                <Cell of={cost.continuationTokens} show={formatCompact} />
                <Cell of={cost.activeSeconds} show={seconds} />
                <Cell of={cost.gpuSeconds} show={seconds} />
                {PHASES.map(([key]) => (
                  <Cell key={key} of={cost.phases[key]} show={seconds} />
                ))}
              </tr>
            ))}
          </tbody>
        </Table>
      )}
      <Note>
        Finished trainings, train steps that were run again after a resume included; mean over seeds with its
        95% t interval below. Warm-ups are shared by the arms of a seed and stand in a row of their own;
        evaluation is not included.
      </Note>
    </ReportSection>
  );
}

function Cell({ of, show }: { of: Estimated; show: (value: number) => string }) {
  if (of.mean === null) return <Td numeric>–</Td>;
  return (
    <Td numeric className="py-1">
      {show(of.mean)}
      <span className="block text-2xs text-ink-3">
        {of.lo === null || of.hi === null ? "one seed" : `[${show(of.lo)}, ${show(of.hi)}]`}
      </span>
    </Td>
  );
}
