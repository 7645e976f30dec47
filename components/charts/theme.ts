/**
 * What every chart shares: colours as CSS variables (they follow the theme by themselves in SVG), sizes and type.
 * A canvas cannot read variables: resolve them there with `resolveColours`.
 */
export const CHART = {
  colours: {
    axis: "var(--ink-3)",
    grid: "var(--line)",
    text: "var(--ink-2)",
    ink: "var(--ink)",
    surface: "var(--surface)",
    zero: "var(--line-strong)",
    shared: "var(--ink-3)",
  },
  fontSize: 11,
  fontFamily: "var(--font-sans)",
  lineWidth: 1.5,
  /** Room for axis labels, px. */
  margin: { top: 8, right: 12, bottom: 4, left: 4 },
  height: 220,
} as const;

export type ChartColour = keyof typeof CHART.colours;

/** The colours as the browser would paint them inside `element`, e.g. "rgb(25, 25, 24)". Call again on a theme change. */
export function resolveColours(element: HTMLElement): Record<ChartColour, string> {
  const probe = document.createElement("span");
  probe.style.display = "none";
  element.append(probe);
  const read = (value: string) => {
    probe.style.color = value;
    return getComputedStyle(probe).color;
  };
  const { colours } = CHART;
  const resolved: Record<ChartColour, string> = {
    axis: read(colours.axis),
    grid: read(colours.grid),
    text: read(colours.text),
    ink: read(colours.ink),
    surface: read(colours.surface),
    zero: read(colours.zero),
    shared: read(colours.shared),
  };
  probe.remove();
  return resolved;
}
