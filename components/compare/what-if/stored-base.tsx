import Link from "next/link";
import { armMarkOf } from "@/components/charts/arm-position";
import { ArmChip } from "@/components/ui/arm-chip";
import type { LeftOutArm, ResponseBase, StoredHealth } from "@/lib/contracts";
import { routes } from "@/lib/domain/routes";
import { isLive } from "@/lib/domain/run-status";
import { formatCount, formatShare, plural } from "@/lib/format/number";

/** What an arm's numbers rest on: which of its responses are stored. A probe's are never thinned out. */
export function baseText(
  { runs, trainSteps, traceSampling }: ResponseBase,
  origin: "train" | "probe" = "train",
): string {
  const responses = runs.reduce((sum, run) => sum + run.responses, 0);
  const where =
    trainSteps === null
      ? ""
      : `, train steps ${formatCount(trainSteps.from)} to ${formatCount(trainSteps.to)}`;
  const kept =
    traceSampling === null || traceSampling === 1 || origin === "probe"
      ? ""
      : `; the trainer keeps ${formatShare(traceSampling)} of the groups, each whole`;
  const going = runs.filter((run) => isLive(run.status)).length;
  const still = going === 0 ? "" : `; ${plural(going, "run")} still going: so far`;
  return `${plural(responses, "stored response")} of ${plural(runs.length, "seed")}${where}${kept}${still}`;
}

/** Whether recomputing under the stored settings gives what was stored. */
export function HealthLine({ health }: { health: StoredHealth }) {
  const { rewards, rewardsDiffer, advantages, advantagesDiffer, traceIds } = health;
  const well = rewardsDiffer === 0 && advantagesDiffer === 0;
  return (
    <p className={well ? "text-2xs text-ink-3" : "text-bad text-xs"}>
      Check: recomputed as trained, {formatCount(rewardsDiffer)} of {formatCount(rewards)} rewards and{" "}
      {formatCount(advantagesDiffer)} of {formatCount(advantages)} advantages differ from what was stored
      {well ? "." : ": numbers of this arm rest on other settings or code than were stored. See "}
      {traceIds.slice(0, 5).map((id, i) => (
        <span key={id}>
          {i > 0 ? ", " : ""}
          <Link href={routes.trace(id)} className="underline">
            trace {i + 1}
          </Link>
        </span>
      ))}
    </p>
  );
}

const REASONS: Record<LeftOutArm["reason"], string> = {
  "no-reward": "was trained without a reward (SFT): there is nothing to rescore",
  "no-responses": "has no stored response of this kind in these train steps",
};

/** Arms that the answer has nothing to say about, and why. */
export function LeftOutArms({ arms }: { arms: readonly LeftOutArm[] }) {
  if (arms.length === 0) return null;
  return (
    <ul className="flex flex-col gap-1 text-ink-3 text-xs" aria-label="Arms that are left out">
      {arms.map(({ arm, reason }) => (
        <li key={arm.key} className="flex flex-wrap items-center gap-x-1.5">
          <ArmChip {...armMarkOf(arm)} name={arm.name} className="text-ink-2" />
          {REASONS[reason]}
        </li>
      ))}
    </ul>
  );
}
