import Link from "next/link";
import { Table, Td, Th } from "@/components/ui/table";
import { routes } from "@/lib/domain/routes";
import { formatCount, plural } from "@/lib/format/number";
import type { BenchmarkPlan, Plan, Reach } from "./prepare-planning";

const HUNDRED = 100;
const inPoints = (share: number | null) => (share === null ? "–" : (HUNDRED * share).toFixed(1));
const inSeeds = (reach: Reach | null) =>
  reach === null ? "–" : reach.seedsNeeded === null ? "out of reach" : formatCount(reach.seedsNeeded);

function Source({ plan }: { plan: BenchmarkPlan }) {
  const { source, spread } = plan;
  if (source === null)
    return (
      <>
        guessed: {inPoints(spread.seedPart)} seeds, {inPoints(spread.questionPart)} questions
      </>
    );
  return (
    <>
      measured by{" "}
      <Link href={routes.ablation(source.ablation.id)} className="underline underline-offset-2">
        {source.ablation.name}
      </Link>{" "}
      ({plural(source.pairs, "pair")} of arms, {plural(source.seeds, "seed")}, n ={" "}
      {formatCount(source.questions)})
    </>
  );
}

/** What the launch can show on each benchmark: the smallest difference, and the seeds that the one of interest needs. */
export function PlanningTable({ plan }: { plan: Plan }) {
  const hasFamily = plan.family.size > 1;
  const effect = `${inPoints(plan.effect)} points`;
  return (
    <Table aria-label="What this launch can show, by benchmark" className="text-xs">
      <thead>
        <tr>
          <Th>Benchmark</Th>
          <Th numeric>n</Th>
          <Th numeric unit="points">
            SD of a difference
          </Th>
          <Th numeric unit="points">
            Smallest seen, at 5%
          </Th>
          {hasFamily ? (
            <Th numeric unit="points">
              Smallest seen, Holm
            </Th>
          ) : null}
          <Th numeric>Seeds for {effect}, at 5%</Th>
          {hasFamily ? <Th numeric>Seeds for {effect}, Holm</Th> : null}
          <Th>The SD is</Th>
        </tr>
      </thead>
      <tbody>
        {plan.benchmarks.map((each) => (
          <tr key={each.key}>
            <Td>{each.title}</Td>
            <Td numeric>{formatCount(each.questions)}</Td>
            <Td numeric>{inPoints(each.spread.sd)}</Td>
            <Td numeric>{inPoints(each.alone.detectable)}</Td>
            {hasFamily ? <Td numeric>{inPoints(each.shared?.detectable ?? null)}</Td> : null}
            <Td numeric>{inSeeds(each.alone)}</Td>
            {hasFamily ? <Td numeric>{inSeeds(each.shared)}</Td> : null}
            <Td className="min-w-52 text-ink-2">
              <Source plan={each} />
            </Td>
          </tr>
        ))}
      </tbody>
    </Table>
  );
}
