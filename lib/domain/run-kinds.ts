import type { JobKind } from "@/lib/contracts";

/** Jobs that are a run of their own; the others prepare one or judge its checkpoint. */
export const RUN_KINDS: JobKind[] = ["sft", "grpo", "command"];

export const isRunOfItsOwn = (kind: JobKind): boolean => RUN_KINDS.includes(kind);
