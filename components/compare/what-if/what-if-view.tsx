"use client";

import { useQueryStates } from "nuqs";
import { useLiveRefresh } from "@/components/shell/use-live-refresh";
import { cx } from "@/components/ui/cx";
import { EmptyState } from "@/components/ui/empty-state";
import { Panel } from "@/components/ui/panel";
import { Segmented } from "@/components/ui/segmented";
import { Skeleton } from "@/components/ui/skeleton";
import type { AblationResults, ResultSelection, WhatIfAnswer } from "@/lib/contracts";
import { plural } from "@/lib/format/number";
import { SCHEMES } from "@/lib/rewards/schemes";
import { ArmPanel } from "./arm-panel";
import { ExamplesTable } from "./examples-table";
import type { Quantity } from "./histogram-chart";
import { Refusal } from "./refusal";
import { ResponsesFilter } from "./responses-filter";
import { SettingsForm } from "./settings-form";
import { LeftOutArms } from "./stored-base";
import { SummaryTable } from "./summary-table";
import { changesOf, type SettingState, WHAT_IF_STATE } from "./url-state";
import { EXAMPLES, errorsOf, useWhatIf } from "./use-what-if";

interface Props {
  selection: ResultSelection;
  results: Pick<AblationResults, "ablationId" | "arms">;
}

const QUANTITIES = [
  { value: "advantages", label: "advantages" },
  { value: "rewards", label: "rewards" },
] as const;

/** Stored responses under another reward: settings beside what they would have done to the updates. */
export function WhatIfView({ selection, results }: Props) {
  const [state, setState] = useQueryStates(WHAT_IF_STATE);
  const { data, error, isPlaceholderData, isFetching, refetch } = useWhatIf(selection, state);
  useLiveRefresh(
    { ablation: selection.ablation, runs: selection.runs },
    [["what-if"]],
    (m) => m.type === "status",
  );
  const errors = errorsOf(error);
  const trained = results.arms.filter(({ source }) => source === "trained");
  return (
    <div className="grid gap-4 p-4 lg:grid-cols-[19rem_minmax(0,1fr)]">
      <aside className="flex min-w-0 flex-col gap-4">
        <Panel title="What if">
          <div className="flex flex-col gap-4">
            <p className="text-ink-2 text-xs">
              Change a setting: the reward of every stored response is computed again from its counts, each
              arm against its own settings.
            </p>
            <ResponsesFilter arms={trained} state={state} onChange={setState} errors={errors} />
            <SettingsForm
              state={state}
              stored={(data?.arms ?? []).map(({ stored }) => stored)}
              errors={errors}
              onChange={(change) => void setState(change)}
            />
            {state.scheme === null ? null : <SchemeNote scheme={state.scheme} />}
          </div>
        </Panel>
      </aside>
      <div
        className={cx("flex min-w-0 flex-col gap-4", (isPlaceholderData || isFetching) && "opacity-60")}
        aria-busy={isFetching}
      >
        {error ? <Refusal error={error} onRetry={() => void refetch()} /> : null}
        {data === undefined ? (
          error ? null : (
            <Pending />
          )
        ) : (
          <Answer
            answer={data}
            ablationId={results.ablationId}
            show={state.show}
            asked={Object.keys(changesOf(state)).length > 0}
            onShow={(show) => void setState({ show })}
          />
        )}
      </div>
    </div>
  );
}

function SchemeNote({ scheme }: { scheme: NonNullable<SettingState["scheme"]> }) {
  const { title, description, source } = SCHEMES[scheme];
  return (
    <div className="rounded-md bg-sunken p-2.5 text-2xs text-ink-2">
      <p>
        <span className="font-medium text-ink">{title}.</span> {description}
      </p>
      <p className="mt-1 text-ink-3">Source: {source}.</p>
    </div>
  );
}

function Pending() {
  return (
    <div role="status" aria-label="Loading" className="flex flex-col gap-4">
      <Skeleton className="h-40" />
      <Skeleton className="h-96" />
    </div>
  );
}

interface AnswerProps {
  answer: WhatIfAnswer;
  ablationId: string | null;
  show: Quantity;
  asked: boolean;
  onShow: (show: Quantity) => void;
}

function Answer({ answer, ablationId, show, asked, onShow }: AnswerProps) {
  if (answer.arms.length === 0)
    return (
      <EmptyState title="No stored response to rescore">
        <p>
          Here rewards are computed again from the responses that GRPO runs have stored. None is there for
          these arms and train steps yet.
        </p>
        <LeftOutArms arms={answer.leftOut} />
      </EmptyState>
    );
  return (
    <>
      <Panel
        title={
          asked ? "What the updates would have been pushed by" : "As trained: change a setting to compare"
        }
        aside={<Segmented label="Distribution of" value={show} options={QUANTITIES} onValueChange={onShow} />}
        padded={false}
      >
        <SummaryTable arms={answer.arms} />
        <div className="flex flex-col gap-2 px-4 py-3 text-ink-3 text-xs">
          <p className="max-w-prose">
            Same responses, another reward. It does not say what training with it would have led to: later
            responses would have been other ones, and only retraining tells. Intervals are Wilson&rsquo;s at
            95% over the groups of these runs and say nothing about new seeds.
          </p>
          <LeftOutArms arms={answer.leftOut} />
        </div>
      </Panel>
      <div className={cx("grid gap-4", answer.arms.length > 1 && "xl:grid-cols-2")}>
        {answer.arms.map((arm) => (
          <ArmPanel key={arm.arm.key} arm={arm} ablationId={ablationId} show={show} />
        ))}
      </div>
      {asked ? (
        <Panel
          title="Largest changes of an advantage"
          aside={`up to ${plural(EXAMPLES, "response")} an arm`}
          padded={false}
        >
          <ExamplesTable arms={answer.arms} />
        </Panel>
      ) : null}
    </>
  );
}
