import Link from "next/link";
import { routes } from "@/lib/domain/routes";
import { formatCount, plural } from "@/lib/format/number";
import { sdInterval } from "@/lib/stats";
import type { BenchmarkPlan } from "./prepare-planning";

const inPoints = (share: number) => (100 * share).toFixed(1);

function Measured({ source, used }: { source: NonNullable<BenchmarkPlan["source"]>; used: number }) {
  // Pairs share arms and seeds: no more is known than from the seeds of one of them.
  const range = sdInterval(source.sd, source.seeds - 1);
  return (
    <>
      measured in{" "}
      <Link href={routes.ablation(source.ablation.id)} className="underline underline-offset-2">
        {source.ablation.name}
      </Link>{" "}
      over {plural(source.seeds, "seed")} ({plural(source.pairs, "pair")} of arms, n ={" "}
      {formatCount(source.questions)}): {inPoints(source.sd)} points
      {range ? (
        <>
          , itself known only to [{inPoints(range.lo)}, {inPoints(range.hi)}] (95%, normal seeds); planned
          with {inPoints(used)}
        </>
      ) : null}
      .
    </>
  );
}

/** Where the SD of each benchmark is from, and how much it is worth. */
export function SpreadSources({ plans }: { plans: readonly BenchmarkPlan[] }) {
  return (
    <ul aria-label="Where the SDs are from" className="flex max-w-prose flex-col gap-1 text-ink-2 text-xs">
      {plans.map(({ key, title, source, spread }) => (
        <li key={key}>
          SD on {title}:{" "}
          {source ? (
            <Measured source={source} used={spread.seedPart} />
          ) : (
            <>
              guessed, {inPoints(spread.seedPart)} points over seeds and {inPoints(spread.questionPart)} from
              the questions.
            </>
          )}
        </li>
      ))}
    </ul>
  );
}
