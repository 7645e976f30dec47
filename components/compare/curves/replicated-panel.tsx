"use client";

import { useId, useMemo } from "react";
import { drawnSvg } from "@/components/charts/drawn-svg";
import { LineSwatch } from "@/components/charts/line-swatch";
import { PLOT } from "@/components/charts/plot-area";
import { TakeAlongMenu } from "@/components/charts/take-along-menu";
import { useWidth } from "@/components/charts/use-width";
import { cx } from "@/components/ui/cx";
import { Skeleton } from "@/components/ui/skeleton";
import type { ReplicatedAnswer } from "@/lib/contracts";
import { plural } from "@/lib/format/number";
import type { CurvePanel } from "./choose-metrics";
import { countText } from "./describe-place";
import type { ReplicatedPlot as Plot } from "./prepare-replicated";
import { replicatedCsv } from "./replicated-csv";
import { ReplicatedOverlay } from "./replicated-overlay";
import { chartHeight, ReplicatedPlot } from "./replicated-plot";

const HEAD = 34;

/** Height of a panel with so many arms: the same whatever it holds, so that nothing moves while data arrive. */
export const panelHeight = (arms: number) => HEAD + chartHeight(arms) + LEGEND_LINE * arms + NOTE + 2;
const LEGEND_LINE = 16;
const NOTE = 22;

interface Props {
  panel: CurvePanel;
  plot: Plot;
  answer: ReplicatedAnswer | undefined;
  /** Arms that the panel keeps room for. */
  arms: number;
  stale: boolean;
  showSeeds: boolean;
  /** Places on the plot's axis. */
  onZoom: (from: number, to: number) => void;
  onReset: () => void;
}

/** The figure as a file: with the legend, n and what the band is, since it leaves the page behind. */
function figureSvg(figure: HTMLElement, title: string, plot: Plot): string {
  const arms = plot.curves.map((curve) => ({
    ...curve.look,
    label: `${curve.label}, ${countText(curve)} of ${plural(curve.most, "seed")}`,
  }));
  const says = BAND_WORDS.map((label) => ({ label, colour: "none", dash: "" }));
  return drawnSvg(figure, title, [...arms, ...says]);
}

/** Lines as short as the narrowest chart. */
const BAND_WORDS = [
  "line: mean over seeds; faint: single seeds",
  "band: 95% t interval of the mean, pointwise,",
  "not a simultaneous band",
];

/** One metric: mean, band and seeds of every arm, n along the axis, and the ways to take it along. */
export function ReplicatedPanel(props: Props) {
  const { panel, plot, answer, arms, stale, showSeeds, onZoom, onReset } = props;
  const id = useId();
  const [ref, width] = useWidth<HTMLDivElement>();
  const title = panel.unit ? `${panel.title} [${panel.unit}]` : panel.title;
  const svg = useMemo(
    () => (figure: HTMLElement) => figureSvg(figure, `${title} along ${plot.x.scale.title}`, plot),
    [title, plot],
  );
  return (
    <figure
      data-panel={panel.key}
      className="relative flex min-w-0 flex-col rounded-lg border bg-surface"
      style={{ minHeight: panelHeight(arms) }}
    >
      <figcaption className="flex items-center gap-2 px-3" style={{ height: HEAD }}>
        <h3 className="min-w-0 flex-1 truncate font-medium text-sm" title={panel.name}>
          {panel.title}
          {panel.unit ? <span className="ml-1 font-normal text-ink-3 text-xs">[{panel.unit}]</span> : null}
        </h3>
        <TakeAlongMenu title={title} empty={plot.empty} svg={svg} csv={() => replicatedCsv(plot)} />
      </figcaption>
      <div
        ref={ref}
        className={cx("relative", stale && "opacity-60")}
        style={{ height: chartHeight(Math.max(arms, plot.curves.length)) }}
      >
        {answer === undefined ? <Skeleton className="mx-3 h-full" /> : null}
        {answer !== undefined && width > 0 && !plot.empty ? (
          <>
            <ReplicatedPlot {...{ id, plot, width, showSeeds }} yTitle={title} />
            <ReplicatedOverlay {...{ id, title, plot, width, onZoom, onReset }} />
          </>
        ) : null}
        {answer !== undefined && plot.empty ? (
          <p
            className="absolute inset-x-0 top-0 flex items-center justify-center px-6 text-center text-ink-3 text-xs"
            style={{ height: PLOT.height }}
          >
            Nothing to draw here along this axis: no value in this range, or the axis does not move for these
            runs.
          </p>
        ) : null}
      </div>
      <Legend plot={plot} bucketWidth={answer?.bucketWidth ?? null} />
    </figure>
  );
}

/** Which line is which, with n and S beside each; and what a place of the curve stands for. */
function Legend({ plot, bucketWidth }: { plot: Plot; bucketWidth: number | null }) {
  const notes = [
    bucketWidth !== null && bucketWidth > 1 ? `each place: mean of ${bucketWidth} train steps` : "",
    bucketWidth === null && !plot.empty ? "between a seed's own values: straight lines" : "",
    plot.cut ? "bands go on beyond the plot" : "",
    plot.curves.some(({ edges }) => edges.length > 0) ? "▲▼ NaN or infinite" : "",
    plot.curves.some(({ seeds }) => seeds.length === 1) ? "one seed: no mean, no band" : "",
  ].filter(Boolean);
  return (
    <div className="px-3 text-2xs text-ink-3">
      {plot.curves.map((curve) => (
        <div key={curve.key} className="flex items-center gap-1.5" style={{ height: LEGEND_LINE }}>
          <LineSwatch colour={curve.look.colour} dash={curve.look.dash} />
          <span className="min-w-0 truncate text-ink-2">{curve.label}</span>
          <span className="whitespace-nowrap">
            {countText(curve)} of {plural(curve.most, "seed")}
          </span>
        </div>
      ))}
      <p className="truncate" style={{ height: NOTE, lineHeight: `${NOTE}px` }} title={notes.join(" · ")}>
        {notes.join(" · ")}
      </p>
    </div>
  );
}
