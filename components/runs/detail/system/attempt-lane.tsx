"use client";

import { PLOT, plotWidth, xToPixel } from "@/components/charts/plot-area";
import type { SeriesPlot } from "@/components/charts/prepare-series";
import { useWidth } from "@/components/charts/use-width";
import { cx } from "@/components/ui/cx";
import type { SystemAttempt } from "@/lib/contracts";
import { attemptName } from "./system-panels";

interface Props {
  attempts: readonly SystemAttempt[];
  axis: SeriesPlot["x"];
}

/** Narrower than this a bar holds no word; its title says it. */
const WORD_PX = 90;

/** What ran when, over the charts and on their axis: a bar for each attempt, hatched while a checkpoint was evaluated. */
export function AttemptLane({ attempts, axis }: Props) {
  const [ref, width] = useWidth<HTMLDivElement>();
  const end = axis.hi * axis.scale.unitSize;
  const place = (ms: number) =>
    Math.min(
      PLOT.left + plotWidth(width),
      Math.max(PLOT.left, xToPixel(axis, width, ms / axis.scale.unitSize)),
    );
  return (
    <div ref={ref} className="relative h-7">
      {width === 0
        ? null
        : attempts.map((attempt) => {
            const [left, right] = [place(attempt.from), place(attempt.to ?? end)];
            const name = attemptName(attempt);
            return (
              <div
                key={attempt.attemptId}
                title={name}
                className={cx(
                  "absolute top-0.5 h-6 truncate rounded border border-line-strong bg-surface px-1.5 text-2xs text-ink-2 leading-5.5",
                  attempt.jobKind === "evaluate" && "hatched",
                )}
                style={{
                  left,
                  width: Math.max(3, right - left),
                  padding: right - left < WORD_PX ? 0 : undefined,
                }}
              >
                <span className={right - left < WORD_PX ? "sr-only" : undefined}>{name}</span>
              </div>
            );
          })}
    </div>
  );
}
