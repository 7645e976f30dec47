"use client";

import { useQueryClient } from "@tanstack/react-query";
import { useQueryStates } from "nuqs";
import { useMemo } from "react";
import { CursorProvider } from "@/components/charts/cursor";
import { useInView } from "@/components/charts/use-in-view";
import { useLiveRefresh } from "@/components/shell/use-live-refresh";
import { EmptyState } from "@/components/ui/empty-state";
import { QueryFailure } from "@/components/ui/query-failure";
import type { ReplicatedAnswer, ResultSelection } from "@/lib/contracts";
import { armLook, SHARED_LOOK } from "@/lib/domain/arm-colours";
import { type CurvePanel, curveSections } from "./choose-metrics";
import { type CurveSource, prepareReplicated } from "./prepare-replicated";
import { panelHeight, ReplicatedPanel } from "./replicated-panel";
import { ReplicatedToolbar } from "./replicated-toolbar";
import { DETAIL, REPLICATED_STATE, type ReplicatedState } from "./url-state";
import { REPLICATED_KEY, useReplicated } from "./use-replicated";

interface Props {
  selection: ResultSelection;
  /** The catalogue as the server found it. */
  initial: ReplicatedAnswer;
}

/** Every metric with the seeds of each arm put together; live, and with its state in the URL. */
export function ReplicatedView({ selection, initial }: Props) {
  const [state, setState] = useQueryStates(REPLICATED_STATE);
  const request = { names: [], stage: null, axis: "trainStep", buckets: 2, from: null, to: null } as const;
  const known = useReplicated(selection, request).data ?? initial;
  useLiveRefresh(
    { ablation: selection.ablation, runs: selection.runs },
    [[REPLICATED_KEY]],
    ({ type }) => type === "metrics" || type === "status",
  );
  const chosen = state.m?.join(",") ?? null;
  const sections = useMemo(
    () => curveSections(known.catalogue, chosen === null ? null : chosen.split(",")),
    [known.catalogue, chosen],
  );
  // Nothing moves along an axis of GPU time that nobody spent.
  const axis = state.x === "gpu" && !known.gpuUsed ? "active" : state.x;
  const shown = [...new Set(sections.flatMap(({ panels }) => panels.map(({ name }) => name)))];
  if (known.catalogue.length === 0) return <NoCurves trained={known.arms.length > 0} />;
  return (
    <CursorProvider>
      <ReplicatedToolbar {...{ state, axis, known, shown }} onChange={setState} />
      <div className="flex flex-col gap-6 px-4 pt-3 pb-8">
        <HowToRead />
        {sections.map((section) => (
          <section key={section.stage} aria-label={section.title} className="flex flex-col gap-2">
            <h2 className="font-semibold text-sm">{section.title}</h2>
            <div className="grid grid-cols-1 gap-3 lg:grid-cols-2 2xl:grid-cols-3">
              {section.panels.map((panel) => (
                <PanelSlot
                  key={panel.key}
                  {...{ panel, selection }}
                  state={{ ...state, x: axis }}
                  onChange={setState}
                />
              ))}
            </div>
          </section>
        ))}
        {sections.length === 0 ? (
          <p className="text-ink-3 text-sm">None of the chosen metrics was logged by these runs.</p>
        ) : null}
      </div>
    </CursorProvider>
  );
}

function HowToRead() {
  return (
    <p className="max-w-4xl text-ink-2 text-xs">
      Thick line: mean over the seeds of an arm at each place. Band: 95% t interval of that mean, n − 1
      degrees of freedom, over new seeds. It is pointwise, not a simultaneous band: where two arms&rsquo;
      curves part for a while, that alone is no finding. Faint lines: single seeds. The row under a chart says
      n, the seeds with a value there; where n falls the line is broken, thin and dashed, since it is a mean
      over other seeds than before. A grey band stands on two seeds and bears no verdict; one seed is drawn as
      itself and never as a mean.
    </p>
  );
}

function NoCurves({ trained }: { trained: boolean }) {
  return (
    <EmptyState title={trained ? "No curve yet" : "Imported results have no curves"}>
      <p>
        {trained
          ? "Curves appear here with the first train step of any of these runs, and go on by themselves."
          : "They are final accuracies that somebody reported. Select an ablation or runs of this server."}
      </p>
    </EmptyState>
  );
}

interface SlotProps {
  panel: CurvePanel;
  selection: ResultSelection;
  state: ReplicatedState;
  onChange: (next: Partial<ReplicatedState>) => unknown;
}

/** A panel that reads its curve when it comes into sight; away from the screen it keeps its height and nothing else. */
function PanelSlot(props: SlotProps) {
  const [ref, inView] = useInView<HTMLDivElement>();
  const arms = props.panel.arms.filter((arm) => !props.state.hide.includes(arm)).length;
  return (
    <div ref={ref} className="min-w-0">
      {inView ? (
        <LivePanel {...props} arms={arms} />
      ) : (
        <div className="rounded-lg border bg-surface" style={{ height: panelHeight(arms) }} aria-hidden />
      )}
    </div>
  );
}

function sourcesOf(
  answer: ReplicatedAnswer | undefined,
  panel: CurvePanel,
  hide: readonly string[],
): CurveSource[] {
  const metric = answer?.metrics.find(({ name }) => name === panel.name);
  return (metric?.arms ?? []).flatMap((arm) => {
    const known = answer?.arms.find(({ key }) => key === arm.arm);
    if (!known || hide.includes(arm.arm) || arm.stage !== panel.stage) return [];
    const look = known.armId === null ? SHARED_LOOK : armLook(known.position);
    const label = known.origin === null ? known.name : `${known.name} (${known.origin})`;
    return [{ arm, label, look: { colour: look.colour, dash: look.dash } }];
  });
}

function LivePanel(props: SlotProps & { arms: number }) {
  const { panel, selection, state, onChange, arms } = props;
  const client = useQueryClient();
  const { x: axis, from, to, detail, seeds: showSeeds } = state;
  const request = { names: [panel.name], stage: panel.stage, axis, buckets: DETAIL[detail], from, to };
  const { data, error, isPlaceholderData } = useReplicated(selection, request);
  // An answer for another axis is no picture of this one: its places are in another unit.
  const answer = data?.axis === axis ? data : undefined;
  const hidden = state.hide.join(",");
  const plot = useMemo(
    () => prepareReplicated(sourcesOf(answer, panel, hidden.split(",")), axis),
    [answer, panel, axis, hidden],
  );
  if (error)
    return (
      <QueryFailure
        title={`${panel.title} could not be read`}
        error={error}
        onRetry={() => void client.invalidateQueries({ queryKey: [REPLICATED_KEY] })}
      />
    );
  const { unitSize } = plot.x.scale;
  const zoom = (low: number, high: number) =>
    void onChange({ from: Math.floor(low * unitSize), to: Math.ceil(high * unitSize) });
  return (
    <ReplicatedPanel
      {...{ panel, plot, answer, arms, showSeeds }}
      stale={isPlaceholderData}
      onZoom={zoom}
      onReset={() => void onChange({ from: null, to: null })}
    />
  );
}
