export interface SvgParts {
  title: string;
  /** Markup inside the drawing's own <svg>. */
  inner: string;
  width: number;
  height: number;
  legend: readonly { label: string; colour: string; dash: string }[];
  ink: string;
  surface: string;
}

const TITLE_HEIGHT = 28;
const LEGEND_LINE = 16;
const FONT = "Geist, Inter, system-ui, sans-serif";

/** A text as it must stand in SVG. */
export function escaped(text: string): string {
  return text
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;");
}

/** A whole figure from a drawing: title above, legend below, opaque ground; readable without any style sheet. */
export function composeSvg({ title, inner, width, height, legend, ink, surface }: SvgParts): string {
  const total = TITLE_HEIGHT + height + legend.length * LEGEND_LINE + 8;
  const entries = legend.map(({ label, colour, dash }, i) => {
    const y = TITLE_HEIGHT + height + (i + 0.5) * LEGEND_LINE;
    return (
      `<path d="M12 ${y}h22" stroke="${escaped(colour)}" stroke-width="2" stroke-dasharray="${escaped(dash)}"/>` +
      `<text x="40" y="${y + 4}" font-size="11" fill="${ink}">${escaped(label)}</text>`
    );
  });
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${total}" viewBox="0 0 ${width} ${total}" font-family="${FONT}">`,
    `<rect width="100%" height="100%" fill="${surface}"/>`,
    `<text x="12" y="19" font-size="13" font-weight="600" fill="${ink}">${escaped(title)}</text>`,
    `<g transform="translate(0 ${TITLE_HEIGHT})">${inner}</g>`,
    ...entries,
    "</svg>",
  ].join("\n");
}
