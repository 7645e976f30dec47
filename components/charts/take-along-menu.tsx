"use client";

import { Download } from "lucide-react";
import { useRef } from "react";
import { Button, buttonClass } from "@/components/ui/button";
import { Popover } from "@/components/ui/popover";
import { useNotify } from "@/components/ui/toast";
import { download, fileName, svgToPng } from "./export-chart";

type Format = "svg" | "png" | "csv";
const FORMATS: readonly Format[] = ["svg", "png", "csv"];
const TYPES: Record<Format, string> = { svg: "image/svg+xml", png: "image/png", csv: "text/csv" };

interface Props {
  title: string;
  /** Nothing is drawn yet. */
  empty?: boolean;
  /** The whole figure as an SVG document; `figure` is the <figure> that the menu stands in. */
  svg: (figure: HTMLElement) => string;
  csv: () => string;
}

/** Copy or download any chart as SVG, PNG or CSV. It must stand inside the chart's <figure>. */
export function TakeAlongMenu({ title, empty = false, svg, csv }: Props) {
  const anchor = useRef<HTMLSpanElement>(null);
  const notify = useNotify();
  const make = async (format: Format): Promise<Blob> => {
    if (format === "csv") return new Blob([csv()], { type: TYPES.csv });
    const figure = anchor.current?.closest("figure");
    if (!figure) throw new Error("there is no chart to take along");
    const drawn = svg(figure);
    return format === "svg" ? new Blob([drawn], { type: TYPES.svg }) : svgToPng(drawn);
  };
  const attempt = async (said: string, act: () => Promise<void>) => {
    try {
      await act();
      notify({ title: said });
    } catch (error) {
      notify({ title: "That did not work", description: String(error), failure: true });
    }
  };
  const copy = (format: Format) =>
    attempt(`Copied as ${format.toUpperCase()}`, async () => {
      // Browsers take images and text only: SVG and CSV travel as their text.
      if (format === "png")
        return await navigator.clipboard.write([new ClipboardItem({ "image/png": make(format) })]);
      await navigator.clipboard.writeText(await (await make(format)).text());
    });
  const save = (format: Format) =>
    attempt(`Saved ${fileName(title, format)}`, async () =>
      download(fileName(title, format), await make(format)),
    );
  return (
    <>
      <span ref={anchor} hidden />
      <Popover
        label={`Take ${title} along`}
        align="end"
        trigger={
          <button
            type="button"
            className={`${buttonClass("ghost", "icon")} no-print`}
            aria-label={`Copy or download ${title}`}
            disabled={empty}
          >
            <Download aria-hidden />
          </button>
        }
      >
        <table className="text-xs">
          <tbody>
            {FORMATS.map((format) => (
              <tr key={format}>
                <th scope="row" className="pr-3 text-left font-medium">
                  {format.toUpperCase()}
                </th>
                <td>
                  <Button variant="ghost" size="sm" onClick={() => void copy(format)}>
                    Copy
                  </Button>
                </td>
                <td>
                  <Button variant="ghost" size="sm" onClick={() => void save(format)}>
                    Download
                  </Button>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </Popover>
    </>
  );
}
