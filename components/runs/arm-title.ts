import type { RunStage } from "@/lib/contracts";

/** The stages of runs in words. */
export const STAGE_TITLES: Record<RunStage, string> = {
  sft: "SFT",
  grpo: "GRPO",
  command: "Command",
  import: "Import",
};

/** What a run belongs to: its arm, or what runs without one are. */
export function armTitle({ armName, stage }: { armName: string | null; stage: RunStage }): string {
  return armName ?? (stage === "sft" ? "Warm-up" : STAGE_TITLES[stage]);
}
