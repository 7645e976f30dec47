import { Fragment } from "react";
import { Table, Td, Th } from "@/components/ui/table";
import type { AblationResults } from "@/lib/contracts/results";
import { resultNames } from "@/lib/domain/result-names";
import { formatCompact } from "@/lib/format/number";
import type { ArmPrice, CostConclusions } from "@/lib/reports/conclude-costs";
import { pointSentence, ratioWords } from "@/lib/reports/cost-words";
import { COST_PHASES, type CostPhase } from "@/lib/stats/costs";
import { Note, ReportSection } from "./report-section";

const PHASES: Record<CostPhase, string> = {
  responses: "responses",
  continuations: "continuations",
  grading: "grading",
  update: "update",
  other: "other",
};

/** What rounds to zero has no sign. */
const seconds = (value: number) => {
  const text = value.toFixed(Math.abs(value) < 10 ? 1 : 0);
  return Number(text) === 0 ? "0" : text.replace("-", "−");
};

interface Props {
  results: AblationResults;
  costs: CostConclusions;
  rewriting: { jobs: number; seconds: number };
  level: number;
}

/** Measured tokens and seconds of each arm's finished trainings, and what a point of accuracy cost. */
export function Costs({ results, costs, rewriting, level }: Props) {
  const told = costs.arms.filter(({ totals }) => totals.seeds.length > 0);
  const percent = Math.round(100 * level);
  if (told.length === 0)
    return (
      <ReportSection id="cost" title="Cost">
        <p className="text-sm">No finished training has told what it cost.</p>
      </ReportSection>
    );
  return (
    <ReportSection id="cost" title="Cost">
      <TokenTable results={results} costs={costs} told={told} />
      <h3 className="mt-4 mb-1 font-medium text-sm">Seconds of active time by phase</h3>
      <PhaseTable results={results} told={told} />
      <Note>
        Measured on finished trainings, train steps that were run again after a resume included; mean over S
        seeds, its {percent}% t interval below. Warm-ups are shared by the arms of a seed and stand in a row
        of their own. Not included: probes, evaluation, and rewriting ({seconds(rewriting.seconds)} s in{" "}
        {rewriting.jobs} {rewriting.jobs === 1 ? "job" : "jobs"}).
        {costs.gpuUsed ? "" : " No GPU was used."}
      </Note>
    </ReportSection>
  );
}

function TokenTable({
  results,
  costs,
  told,
}: Pick<Props, "results" | "costs"> & { told: readonly ArmPrice[] }) {
  const names = resultNames(results);
  const against = costs.against === null ? null : names.arm(costs.against);
  return (
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
          {costs.gpuUsed ? (
            <Th numeric unit="s">
              GPU
            </Th>
          ) : null}
        </tr>
      </thead>
      <tbody>
        {told.map(({ totals, ratios, price }) => (
          <Fragment key={totals.arm}>
            <tr>
              <Td>{names.arm(totals.arm)}</Td>
              <Td numeric>{totals.seeds.length}</Td>
              <Cell of={totals.measures.responseTokens} show={formatCompact} />
              <Cell of={totals.measures.continuationTokens} show={formatCompact} />
              <Cell of={totals.measures.activeSeconds} show={seconds} />
              {costs.gpuUsed ? <Cell of={totals.measures.gpuSeconds} show={seconds} /> : null}
            </tr>
            {against === null || ratios.length === 0 ? null : (
              <tr>
                <Td colSpan={costs.gpuUsed ? 6 : 5} className="py-1 text-ink-2 text-xs">
                  Against {against}: {ratios.map(ratioWords).join("; ")}.{" "}
                  {price === null ? "" : pointSentence(price)}
                </Td>
              </tr>
            )}
          </Fragment>
        ))}
      </tbody>
    </Table>
  );
}

function PhaseTable({ results, told }: Pick<Props, "results"> & { told: readonly ArmPrice[] }) {
  const names = resultNames(results);
  return (
    <Table className="report-table">
      <thead>
        <tr>
          <Th>Arm</Th>
          {COST_PHASES.map((phase) => (
            <Th key={phase} numeric unit="s">
              {PHASES[phase]}
            </Th>
          ))}
        </tr>
      </thead>
      <tbody>
        {told.map(({ totals }) => (
          <tr key={totals.arm}>
            <Td>{names.arm(totals.arm)}</Td>
            {COST_PHASES.map((phase) => (
              <Cell key={phase} of={totals.phases[phase]} show={seconds} />
            ))}
          </tr>
        ))}
      </tbody>
    </Table>
  );
}

type Estimated = ArmPrice["totals"]["measures"]["tokens"];

function Cell({ of, show }: { of: Estimated; show: (value: number) => string }) {
  if (of.mean === null) return <Td numeric>–</Td>;
  const shown = show(of.mean);
  // Nothing was spent in any seed: an interval around that says no more.
  if (shown === "0" && of.lo !== null && of.hi !== null && show(of.lo) === "0" && show(of.hi) === "0")
    return <Td numeric>0</Td>;
  return (
    <Td numeric className="py-1">
      {shown}
      <span className="block text-2xs text-ink-3">
        {of.lo === null || of.hi === null ? "one seed" : `[${show(of.lo)}, ${show(of.hi)}]`}
      </span>
    </Td>
  );
}
