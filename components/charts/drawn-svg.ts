import { composeSvg, type SvgParts } from "./compose-svg";
import { withoutVariables } from "./export-chart";
import { resolveColours } from "./theme";

/** The hand-drawn chart (`svg[data-chart]`) inside `figure` as an SVG document. Throws if none is drawn. */
export function drawnSvg(figure: HTMLElement, title: string, legend: SvgParts["legend"]): string {
  const drawn = figure.querySelector<SVGSVGElement>("svg[data-chart]");
  if (!drawn) throw new Error("there is no chart to take along yet");
  const { ink, surface } = resolveColours(figure);
  const { width, height } = drawn.viewBox.baseVal;
  const markup = composeSvg({ title, inner: drawn.innerHTML, width, height, legend, ink, surface });
  return withoutVariables(markup, figure);
}
