import type { JobKind } from "@/lib/contracts";

/** What every page calls a job by its kind. */
export const JOB_TITLES: Record<JobKind, string> = {
  rewrite: "Rewriting",
  sft: "SFT",
  grpo: "GRPO",
  evaluate: "Evaluation",
  command: "Command",
};

/** Jobs that are a run of their own; the others prepare one or judge its checkpoint. */
export const RUN_KINDS: JobKind[] = ["sft", "grpo", "command"];

export const isRunOfItsOwn = (kind: JobKind): boolean => RUN_KINDS.includes(kind);
