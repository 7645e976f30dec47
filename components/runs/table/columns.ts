import type { RUN_SORTS } from "@/lib/contracts";

export type RunSort = (typeof RUN_SORTS)[number];

/** The columns that may be hidden; a run's name always shows. */
export const COLUMN_KEYS = [
  "status",
  "ablation",
  "arm",
  "seed",
  "stage",
  "progress",
  "duration",
  "host",
  "attempts",
  "created",
] as const;
/** What shows unless chosen otherwise: the rest is one click away, and metrics find room. */
export const DEFAULT_COLUMNS = [
  "status",
  "ablation",
  "arm",
  "seed",
  "progress",
  "duration",
  "created",
] as const;
export type ColumnKey = (typeof COLUMN_KEYS)[number];

export interface ColumnSpec {
  title: string;
  numeric?: boolean;
  /** Asked of the server; absent: not sortable. */
  sort?: RunSort;
  first?: "asc" | "desc";
}

export const COLUMNS: Record<ColumnKey, ColumnSpec> = {
  status: { title: "Status", sort: "status" },
  ablation: { title: "Ablation" },
  arm: { title: "Arm", sort: "arm" },
  seed: { title: "Seed", numeric: true, sort: "seed" },
  stage: { title: "Stage" },
  progress: { title: "Train step", numeric: true, sort: "progress", first: "desc" },
  duration: { title: "Duration", numeric: true, sort: "duration", first: "desc" },
  host: { title: "Host" },
  attempts: { title: "Attempts", numeric: true },
  created: { title: "Created", numeric: true, sort: "created", first: "desc" },
};
