import type { ShownFact } from "./host-facts";

const LABELS: Record<string, string> = { cpus: "Cores", cuda: "CUDA", mps: "MPS", python: "Python" };

/** What the trainer's environment holds, out of what its doctor printed; null where that is a text for people. */
export function trainerFacts(detail: string): ShownFact[] | null {
  const report = recordOf(detail);
  if (!report) return null;
  const { packages, ready: _, ...own } = report;
  return [...factsOf(own), ...(isRecord(packages) ? factsOf(packages) : [])];
}

function factsOf(report: Record<string, unknown>): ShownFact[] {
  return Object.entries(report).map(([key, value]) => ({
    key,
    label: LABELS[key] ?? key,
    value: typeof value === "boolean" ? (value ? "yes" : "no") : String(value),
  }));
}

function recordOf(text: string): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(text);
    return isRecord(value) ? value : null;
  } catch {
    return null;
  }
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);
