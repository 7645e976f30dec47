import type { ImportFormat } from "@/lib/contracts";
import { bigBenchMistakeExample } from "../big-bench-mistake.example";
import { chatExample } from "../chat.example";
import { easyr1Example } from "../easyr1.example";
import { gsm8kSolutionsExample } from "../gsm8k-solutions.example";
import { inspectExample } from "../inspect.example";
import { mathShepherdExample } from "../math-shepherd.example";
import { prm800kExample } from "../prm800k.example";
import { processbenchExample } from "../processbench.example";
import { processthinkerExample } from "../processthinker.example";
import { stepwellExample } from "../stepwell.example";
import { totGame24Example } from "../tot-game24.example";
import { trlCompletionsExample } from "../trl-completions.example";
import { trlStepwiseExample } from "../trl-stepwise.example";
import { verlExample } from "../verl.example";

/** A tiny source of one format, which the conformance suite writes, breaks and reads. */
export interface ImportExample {
  /**
   * Its files. `words` stands in a trace step of the first trace, whatever the words are: quotes, tags, U+0000, half of a
   * surrogate pair (where `holds` is "any").
   */
  files(words: string): { name: string; content: string | Uint8Array }[];
  /** The texts of the trace steps of each trace, in the order in which the importer tells the traces. */
  steps(words: string): string[][];
  /** Whether each line of its files stands for itself: a broken one is then refused alone. */
  lineBased: boolean;
  /** "any": the format can hold every JavaScript string; "scalar": no U+0000 and no lone surrogates; "plain": words only. */
  holds: "any" | "scalar" | "plain";
}

/** One line a format; a format without an example fails the conformance suite. */
export const EXAMPLES: Partial<Record<ImportFormat, ImportExample>> = {
  processthinker: processthinkerExample,
  "tot-game24": totGame24Example,
  processbench: processbenchExample,
  prm800k: prm800kExample,
  "math-shepherd": mathShepherdExample,
  "gsm8k-solutions": gsm8kSolutionsExample,
  "big-bench-mistake": bigBenchMistakeExample,
  stepwell: stepwellExample,
  easyr1: easyr1Example,
  inspect: inspectExample,
  "trl-stepwise": trlStepwiseExample,
  "trl-completions": trlCompletionsExample,
  chat: chatExample,
  verl: verlExample,
};
