import { composeSvg } from "./compose-svg";
import type { SeriesPlot } from "./prepare-series";
import { resolveColours } from "./theme";

/** Replaces CSS variables by the colours they have inside `element`: a file has no style sheet. */
export function withoutVariables(markup: string, element: HTMLElement): string {
  const probe = document.createElement("span");
  probe.style.display = "none";
  element.append(probe);
  const resolved = markup.replace(/var\((--[\w-]+)\)/g, (whole, name: string) => {
    probe.style.color = "";
    probe.style.color = `var(${name})`;
    return getComputedStyle(probe).color || whole;
  });
  probe.remove();
  return resolved;
}

/** The chart inside `figure` as an SVG document. Throws if none is drawn. */
export function chartSvg(figure: HTMLElement, title: string, plot: SeriesPlot): string {
  const drawn = figure.querySelector<SVGSVGElement>("svg.recharts-surface");
  if (!drawn) throw new Error("there is no chart to take along yet");
  const { ink, surface } = resolveColours(figure);
  const markup = composeSvg({
    title,
    inner: drawn.innerHTML,
    width: drawn.width.baseVal.value,
    height: drawn.height.baseVal.value,
    legend: plot.lines.map(({ label, look, points }) => ({ ...look, label: `${label}, n = ${points}` })),
    ink,
    surface,
  });
  return withoutVariables(markup, figure);
}

/** An SVG document drawn to a PNG at twice its size. */
export async function svgToPng(svg: string): Promise<Blob> {
  const url = URL.createObjectURL(new Blob([svg], { type: "image/svg+xml" }));
  try {
    const image = new Image();
    image.src = url;
    await image.decode();
    const canvas = document.createElement("canvas");
    [canvas.width, canvas.height] = [image.width * 2, image.height * 2];
    canvas.getContext("2d")?.drawImage(image, 0, 0, canvas.width, canvas.height);
    return await new Promise((resolve, reject) =>
      canvas.toBlob((blob) => (blob ? resolve(blob) : reject(new Error("the browser made no image")))),
    );
  } finally {
    URL.revokeObjectURL(url);
  }
}

/** Hands a file to the browser's downloads. */
export function download(name: string, content: Blob): void {
  const url = URL.createObjectURL(content);
  const link = document.createElement("a");
  [link.href, link.download] = [url, name];
  link.click();
  URL.revokeObjectURL(url);
}

/** A file name from a title: letters and digits of any script, joined by hyphens. */
export function fileName(title: string, extension: string): string {
  const base = title
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, "-")
    .replace(/^-|-$/g, "");
  return `${base || "chart"}.${extension}`;
}
