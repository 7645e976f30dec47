import { Table, Td, Th } from "@/components/ui/table";
import { formatCount } from "@/lib/format/number";
import { questionsText } from "./planned-family";
import type { BenchmarkPlan, Plan, Reach } from "./prepare-planning";

const inPoints = (share: number | null) => (share === null ? "–" : (100 * share).toFixed(1));
const inSeeds = ({ seedsNeeded }: Reach) =>
  seedsNeeded === null ? "out of reach" : formatCount(seedsNeeded);

/** A figure at 5%, and under it what the clearest of the family needs. */
function TwoLevels({ plan, show }: { plan: BenchmarkPlan; show: (reach: Reach) => string }) {
  return (
    <Td numeric>
      {show(plan.alone)}
      {plan.shared ? <span className="block text-ink-3">Holm {show(plan.shared)}</span> : null}
    </Td>
  );
}

/** What the launch can show on each benchmark: the smallest difference, and the seeds that the one of interest needs. */
export function PlanningTable({ plan }: { plan: Plan }) {
  return (
    <Table aria-label="What this launch can show, by benchmark" className="text-xs">
      <thead>
        <tr>
          <Th>Benchmark</Th>
          <Th numeric unit="questions">
            n
          </Th>
          <Th numeric unit="points">
            SD of a difference
          </Th>
          <Th numeric unit="points">
            Smallest seen
          </Th>
          <Th numeric>Seeds for {inPoints(plan.effect)} points</Th>
        </tr>
      </thead>
      <tbody>
        {plan.benchmarks.map((each) => (
          <tr key={each.key}>
            <Td>{each.title}</Td>
            <Td numeric>{questionsText(each)}</Td>
            <Td numeric>{inPoints(each.spread.sd)}</Td>
            <TwoLevels plan={each} show={({ detectable }) => inPoints(detectable)} />
            <TwoLevels plan={each} show={inSeeds} />
          </tr>
        ))}
      </tbody>
    </Table>
  );
}
