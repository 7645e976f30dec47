"use client";

import { useQueryStates } from "nuqs";
import { ArmChip } from "@/components/ui/arm-chip";
import { Button } from "@/components/ui/button";
import { cx } from "@/components/ui/cx";
import { EmptyState } from "@/components/ui/empty-state";
import { Panel } from "@/components/ui/panel";
import { ProgressBar } from "@/components/ui/segmented-bar";
import { Skeleton } from "@/components/ui/skeleton";
import type { AblationResults, LeftOutArm, ResultSelection, SensitivityArm } from "@/lib/contracts";
import { Refusal } from "../what-if/refusal";
import { baseText, LeftOutArms } from "../what-if/stored-base";
import { errorsOf } from "../what-if/use-what-if";
import { SensitivityControls } from "./controls";
import { continuationsText, halfSentence, lostOf, withoutContinuations } from "./describe-sensitivity";
import { ContinuationFigures, ScoredStepsFigures, TauFigures } from "./figures";
import { LostTable } from "./lost-table";
import { RetrainingNote } from "./retraining-note";
import { SENSITIVITY_STATE, type SensitivityState } from "./url-state";
import { type SensitivityProgress, useSensitivity } from "./use-sensitivity";

interface Props {
  selection: ResultSelection;
  results: Pick<AblationResults, "ablationId" | "arms">;
}

/** How much the stored rewards depend on M, τ, K_max and lost continuations, without retraining. */
export function SensitivityView({ selection, results }: Props) {
  const [state, setState] = useQueryStates(SENSITIVITY_STATE);
  const trained = results.arms.filter(({ source }) => source === "trained");
  const chosen = trained.filter(({ key }) => state.arms.length === 0 || state.arms.includes(key));
  const progress = useSensitivity(
    selection,
    chosen.map(({ key }) => key),
    state,
  );
  const arms = progress.answers.flatMap((answer) => answer.arms);
  const leftOut = progress.answers.flatMap((answer) => answer.leftOut);
  return (
    <div className="flex flex-col gap-4 p-4">
      <SensitivityControls
        arms={trained}
        state={state}
        onChange={(change) => void setState(change)}
        errors={errorsOf(progress.error)}
      />
      <Computing progress={progress} />
      {progress.error ? <Refusal error={progress.error} onRetry={progress.retry} /> : null}
      <Body
        {...{ arms, leftOut, progress, state }}
        ablationId={results.ablationId}
        onProbe={() => void setState({ origin: "probe", scheme: "process" })}
      />
    </div>
  );
}

/** How far it is, and the way to end it. */
function Computing({
  progress: { busy, done, total, cancel, retry, error },
}: {
  progress: SensitivityProgress;
}) {
  if (done === total) return null;
  return (
    <div className="flex items-center gap-3 text-ink-2 text-xs" role="status">
      {busy ? (
        <>
          <span className="w-40">
            <ProgressBar value={done} max={total} label={`${done} of ${total} arms computed`} />
          </span>
          <span>
            {done} of {total} arms computed
          </span>
          <Button size="sm" onClick={cancel}>
            Stop
          </Button>
        </>
      ) : error === null ? (
        <>
          <span>
            Stopped after {done} of {total} arms.
          </span>
          <Button size="sm" onClick={retry}>
            Go on
          </Button>
        </>
      ) : null}
    </div>
  );
}

interface BodyProps {
  arms: readonly SensitivityArm[];
  leftOut: readonly LeftOutArm[];
  progress: SensitivityProgress;
  state: SensitivityState;
  ablationId: string | null;
  /** Looks at the probes' continuations instead. */
  onProbe: () => void;
}

function Body({ arms, leftOut, progress, state, ablationId, onProbe }: BodyProps) {
  if (arms.length === 0 && progress.done < progress.total)
    return progress.busy ? <Skeleton className="h-96" /> : null;
  if (arms.length === 0)
    return (
      <EmptyState title="No stored responses here">
        <p>
          {state.origin === "probe"
            ? "A probe samples continuations for fixed prompts every few train steps, for looking at only. None of these arms was launched with one."
            : "Sensitivity is computed from the continuations that GRPO runs have stored. None is there for these arms and train steps yet."}
        </p>
        <LeftOutArms arms={leftOut} />
      </EmptyState>
    );
  const continued = arms.filter(({ base }) => base.continued > 0);
  return (
    <div className={cx("flex flex-col gap-4", progress.busy && progress.done === 0 && "opacity-60")}>
      <Facts arms={arms} leftOut={leftOut} origin={state.origin} onProbe={onProbe} />
      {continued.length === 0 ? null : (
        <>
          <ContinuationFigures arms={continued} />
          <TauFigures arms={continued} />
          <ScoredStepsFigures arms={continued} />
          <Lost arms={continued} />
        </>
      )}
      <RetrainingNote arms={arms} ablationId={ablationId} />
    </div>
  );
}

function Lost({ arms }: { arms: readonly SensitivityArm[] }) {
  const lost = arms.reduce((sum, arm) => sum + lostOf(arm).lost, 0);
  if (lost === 0)
    return (
      <Panel title="Lost continuations">
        <p className="text-ink-2 text-sm">
          None was lost: every continuation that was asked for returned, so it makes no difference what lost
          ones are taken for.
        </p>
      </Panel>
    );
  return (
    <Panel
      title="Lost continuations"
      aside="lost: asked for and never returned; against how each arm was trained (missing)"
      padded={false}
    >
      <LostTable arms={arms} />
    </Panel>
  );
}

function Facts({
  arms,
  leftOut,
  origin,
  onProbe,
}: Pick<BodyProps, "arms" | "leftOut" | "onProbe"> & { origin: "train" | "probe" }) {
  const offered = origin === "train" && arms.some(({ base }) => base.continued === 0);
  return (
    <Panel title="In words">
      <ul className="flex max-w-prose flex-col gap-2.5 text-sm">
        {arms.map((arm) => (
          <li key={arm.arm.key}>
            <span className="flex flex-wrap items-baseline gap-x-2">
              <ArmChip position={arm.arm.position} name={arm.arm.name} className="font-medium" />
              <span className="text-2xs text-ink-3">
                {baseText(arm, origin)}; {continuationsText(arm)}
              </span>
            </span>
            <p>{withoutContinuations(arm, origin) ?? halfSentence(arm)}</p>
          </li>
        ))}
      </ul>
      <div className="mt-3 flex flex-col items-start gap-2">
        {offered ? (
          <Button size="sm" onClick={onProbe}>
            Look at the probe's continuations
          </Button>
        ) : null}
        <LeftOutArms arms={leftOut} />
      </div>
    </Panel>
  );
}
