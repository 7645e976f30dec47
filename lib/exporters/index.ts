import type { ExportFormat } from "@/lib/contracts";
import { csv } from "./csv";
import type { TraceExporter } from "./exporter";
import { mathShepherd } from "./math-shepherd";
import { parquet } from "./parquet";
import { preferencePairs } from "./preference-pairs";
import { prm800k } from "./prm800k";
import { processbench } from "./processbench";
import { stepwell } from "./stepwell";
import { trlStepwise } from "./trl-stepwise";

/** Every format, in the order that people choose from. */
export const EXPORTERS: readonly TraceExporter[] = [
  processbench,
  prm800k,
  mathShepherd,
  trlStepwise,
  preferencePairs,
  stepwell,
  csv,
  parquet,
];

export function exporterOf(format: ExportFormat): TraceExporter {
  const found = EXPORTERS.find((exporter) => exporter.format === format);
  if (!found) throw new Error(`no exporter of ${format}`);
  return found;
}
