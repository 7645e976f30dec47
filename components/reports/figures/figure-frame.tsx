"use client";

import type { ReactNode } from "react";
import { drawingSvg } from "@/components/charts/exported-figure";
import { TakeAlongMenu } from "@/components/charts/take-along-menu";
import { SideScroller } from "@/components/ui/side-scroller";

/** A numbered figure of a report: its drawing, what it shows, and a way to take it along. */
export function FigureFrame({
  number,
  title,
  caption,
  csv,
  children,
}: {
  number: number;
  title: string;
  caption: ReactNode;
  /** The numbers behind it. */
  csv: string;
  children: ReactNode;
}) {
  return (
    <figure className="my-4 break-inside-avoid">
      <SideScroller
        what={`Figure ${number}`}
        className="[&_svg]:max-w-none print:[&_svg]:h-auto print:[&_svg]:w-full"
      >
        <div data-drawing>{children}</div>
      </SideScroller>
      <figcaption className="mt-1.5 flex items-start justify-between gap-3 text-ink-2 text-xs">
        <p>
          <b className="font-semibold text-ink">
            Figure {number}. {title}.
          </b>{" "}
          {caption}
        </p>
        <TakeAlongMenu title={title} svg={(figure) => drawingSvg(figure, title)} csv={() => csv} />
      </figcaption>
    </figure>
  );
}
