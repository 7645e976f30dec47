"use client";

import type { ReactNode } from "react";
import { composeSvg } from "./compose-svg";
import { withoutVariables } from "./export-chart";
import { TakeAlongMenu } from "./take-along-menu";
import { resolveColours } from "./theme";

/** The drawing kept in a figure for taking along, as a document of its own. Throws if there is none. */
export function drawingSvg(figure: HTMLElement, title: string): string {
  const drawn = figure.querySelector<SVGSVGElement>("[data-drawing] svg");
  if (!drawn) throw new Error("there is no drawing to take along");
  const { width, height } = drawn.viewBox.baseVal;
  const { ink, surface } = resolveColours(figure);
  const whole = composeSvg({ title, inner: drawn.innerHTML, width, height, legend: [], ink, surface });
  return withoutVariables(whole, figure);
}

interface Props {
  title: ReactNode;
  /** Title of the file that is taken along. */
  name: string;
  csv: () => string;
  /** What is taken along: one <svg> with a viewBox, since what is on the page bends to its width. */
  drawing: ReactNode;
  children: ReactNode;
}

/** A chart that is laid out for the page, with a drawing of the same marks to take along. */
export function ExportedFigure({ title, name, csv, drawing, children }: Props) {
  return (
    <figure className="min-w-0">
      <div className="flex items-center justify-between gap-2">
        <figcaption className="min-w-0">{title}</figcaption>
        <TakeAlongMenu title={name} svg={(figure) => drawingSvg(figure, name)} csv={csv} />
      </div>
      {children}
      <div data-drawing hidden>
        {drawing}
      </div>
    </figure>
  );
}
