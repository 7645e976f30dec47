"use client";

import type { ReactNode } from "react";
import { composeSvg } from "@/components/charts/compose-svg";
import { withoutVariables } from "@/components/charts/export-chart";
import { TakeAlongMenu } from "@/components/charts/take-along-menu";
import { resolveColours } from "@/components/charts/theme";

/** The drawing inside a figure as a document of its own. Throws if there is none. */
function documentOf(figure: HTMLElement, title: string): string {
  const drawn = figure.querySelector<SVGSVGElement>("[data-drawing] svg");
  if (!drawn) throw new Error("there is no drawing to take along");
  const { width, height } = drawn.viewBox.baseVal;
  const { ink, surface } = resolveColours(figure);
  const whole = composeSvg({ title, inner: drawn.innerHTML, width, height, legend: [], ink, surface });
  return withoutVariables(whole, figure);
}

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
        <TakeAlongMenu title={title} svg={(figure) => documentOf(figure, title)} csv={() => csv} />
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
