import type { PowerLine } from "./prepare-power";

/** The lines as values, for a spreadsheet. */
export function powerCsv(lines: readonly PowerLine[], xTitle: string): string {
  const quote = (text: string) => `"${text.replaceAll('"', '""')}"`;
  const rows = lines.flatMap((line) =>
    line.points.map((p) => `${quote(line.label)},${p.x},${p.power.toFixed(6)}`),
  );
  return [`line,${quote(xTitle)},power`, ...rows].join("\r\n");
}
