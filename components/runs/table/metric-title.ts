import { METRICS } from "@/lib/contracts";

const known: Record<string, { title: string; unit: string }> = METRICS;

/** Title and unit of a metric; one that is not known goes by its name. */
export function metricTitle(name: string): { title: string; unit: string } {
  const found = known[name];
  if (found) return found;
  const traceStep = /^c\/(\d+)$/.exec(name)?.[1];
  return { title: traceStep ? `Mean c, trace step ${Number(traceStep)}` : name, unit: "" };
}
