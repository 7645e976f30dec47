import type { CheckpointRetention } from "@/lib/contracts";

/** Which checkpoints go to the server's store, as the launch form and a run's page say it. */
export const UPLOADS = [
  { value: "when-needed", label: "What a job on another host needs" },
  { value: "results", label: "Also results that trainings wait for" },
  { value: "all", label: "Every checkpoint: losing a host loses nothing" },
] as const satisfies { value: CheckpointRetention["upload"]; label: string }[];
