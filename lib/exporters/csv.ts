import { csvOf } from "@/lib/reports/csv";
import type { TraceExporter } from "./exporter";
import { labelsMethod } from "./labels";
import { LABELS_ONLY } from "./lines";
import { type Cell, tableFor } from "./table-columns";

/** Unknown is an empty cell; NaN and infinities are written by name. */
const textOf = (cell: Cell) => (cell === null ? "" : String(cell));
const line = (cells: readonly string[]) => `${csvOf([cells])}\r\n`;

/** RFC 4180 with a header line. */
export const csv: TraceExporter = {
  format: "csv",
  title: "CSV",
  about: "A table with a row a trace, a trace step or a score: for spreadsheets.",
  extension: ".csv",
  mimeType: "text/csv; charset=utf-8",
  uses: ["rows", "labels", "threshold"],
  needs: () => LABELS_ONLY,
  method: (options, scorer) => [
    ...labelsMethod(options, scorer),
    "An empty cell is unknown. A text that a spreadsheet would run as a formula has an apostrophe before it.",
  ],
  async *write(traces, { options, labelScorer, tally }) {
    const table = tableFor(options.rows, options, labelScorer);
    yield line(table.columns.map(({ name }) => name));
    for await (const trace of traces) {
      const { cells, labels } = table.rowsOf(trace);
      if (cells.length === 0) tally.leaveOut(`traces without ${options.rows}`);
      else {
        tally.wrote({ records: cells.length, labels });
        yield cells.map((row) => line(row.map(textOf))).join("");
      }
    }
  },
};
