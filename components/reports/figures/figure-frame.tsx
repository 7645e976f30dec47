"use client";

import type { ReactNode } from "react";
import { drawingSvg } from "@/components/charts/exported-figure";
import { TakeAlongMenu } from "@/components/charts/take-along-menu";

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
    <figure className="relative my-4 break-inside-avoid">
      <div className="absolute -top-1 right-0 z-10 translate-x-full max-lg:translate-x-0">
        <TakeAlongMenu title={title} svg={(figure) => drawingSvg(figure, title)} csv={() => csv} />
      </div>
      <div
        data-drawing
        className="overflow-x-auto [&_svg]:max-w-none print:[&_svg]:h-auto print:[&_svg]:w-full"
      >
        {children}
      </div>
      <figcaption className="mt-1.5 text-ink-2 text-xs">
        <b className="font-semibold text-ink">
          Figure {number}. {title}.
        </b>{" "}
        {caption}
      </figcaption>
    </figure>
  );
}
