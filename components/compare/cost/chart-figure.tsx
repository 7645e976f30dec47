"use client";

import type { ReactNode } from "react";
import type { SvgParts } from "@/components/charts/compose-svg";
import { drawnSvg } from "@/components/charts/drawn-svg";
import { TakeAlongMenu } from "@/components/charts/take-along-menu";
import { useWidth } from "@/components/charts/use-width";

interface Props {
  title: string;
  height: number;
  empty: boolean;
  legend: SvgParts["legend"];
  csv: () => string;
  /** The drawing at a width, px. */
  draw: (width: number) => ReactNode;
  /** What the figure shows and what it does not, below it. */
  children: ReactNode;
}

/** A hand-drawn figure that fills its width, with its title, note and the ways to take it along. */
export function ChartFigure({ title, height, empty, legend, csv, draw, children }: Props) {
  const [ref, width] = useWidth<HTMLDivElement>();
  return (
    <figure className="flex min-w-0 flex-col rounded-lg border bg-surface">
      <figcaption className="flex min-h-10 items-center gap-2 border-b px-4">
        <h2 className="min-w-0 flex-1 font-semibold text-sm">{title}</h2>
        <TakeAlongMenu
          title={title}
          empty={empty}
          svg={(figure) => drawnSvg(figure, title, legend)}
          csv={csv}
        />
      </figcaption>
      <div className="p-4 pb-2">
        <div ref={ref} style={{ height }}>
          {width > 0 && !empty ? draw(width) : null}
          {empty ? <p className="text-ink-3 text-sm">No finished training yet.</p> : null}
        </div>
      </div>
      <div className="px-4 pb-3 text-ink-3 text-xs">{children}</div>
    </figure>
  );
}
