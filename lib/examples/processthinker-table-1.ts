import type { ResultSetFile } from "@/lib/contracts/result-sets";

const ARMS = [
  {
    key: "video-r1-7b",
    name: "Video-R1-7B",
    footnote:
      "Another backbone, printed for orientation only. LongVideoBench: 58.30% is 779 or 780 of 1,337; the nearer is taken.",
  },
  { key: "base", name: "Qwen3-VL-8B-Instruct", footnote: null },
  { key: "sft", name: "SFT", footnote: null },
  { key: "outcome-only", name: "outcome-only", footnote: null },
  {
    key: "mixed",
    name: "mixed",
    footnote: "LongVideoBench: 74.60% is 997 or 998 of 1,337; the nearer is taken.",
  },
  { key: "process-only", name: "process-only", footnote: null },
] as const;

const BENCHMARKS = [
  { key: "video-mmmu", title: "Video-MMMU", questions: 900, clusters: 300, decimals: 2 },
  { key: "mmvu", title: "MMVU (multiple choice)", questions: 625, clusters: null, decimals: 2 },
  { key: "videomathqa", title: "VideoMathQA", questions: 420, clusters: null, decimals: 2 },
  // Every figure of this column ends in 0: it was rounded to one digit before it was printed with two.
  { key: "longvideobench", title: "LongVideoBench", questions: 1337, clusters: null, decimals: 1 },
] as const;

type ArmKey = (typeof ARMS)[number]["key"];

/** Accuracy in percent as printed, in the order of the benchmarks. */
const PRINTED: Record<ArmKey, readonly [number, number, number, number]> = {
  "video-r1-7b": [53.89, 65.92, 26.67, 58.3],
  base: [62.89, 65.6, 25.2, 71.5],
  sft: [58.78, 64.48, 23.57, 68.5],
  "outcome-only": [60.78, 67.36, 27.86, 74.2],
  mixed: [61.67, 67.52, 27.86, 74.6],
  "process-only": [63.33, 68.48, 31.67, 75.4],
};

/**
 * Table 1 of "ProcessThinker" (arXiv 2606.11209): one training run an arm and no error bars, so that what this table can
 * and cannot show is the first thing a new user sees.
 */
export const PROCESSTHINKER_TABLE_1: ResultSetFile = {
  schemaVersion: 1,
  name: "ProcessThinker, Table 1",
  source:
    "ProcessThinker: Enhancing Multi-modal LLM Reasoning via Rollout-based Process Reward, arXiv 2606.11209, Table 1 (accuracy in %)",
  note: "One training run an arm, no seeds, no error bars: retraining noise is unknown. Counts are recovered from the printed percentages; 25.20% of 420 questions is no whole count, so that cell keeps its percentage and has no interval. The three questions on each video of Video-MMMU are not independent, which its intervals cannot take into account.",
  arms: ARMS.map((arm) => ({ ...arm })),
  benchmarks: BENCHMARKS.map(({ key, title, questions, clusters }) => ({ key, title, questions, clusters })),
  baselineArm: "outcome-only",
  cells: ARMS.flatMap(({ key: arm }) =>
    BENCHMARKS.map(({ key: benchmark, decimals }, i) => ({
      arm,
      benchmark,
      percent: PRINTED[arm][i],
      decimals,
    })),
  ),
};
