import type { TraceSelection } from "@/lib/contracts";
import { explorerSort } from "@/lib/contracts";
import { COMMON_WORD, RARE_WORD } from "./texts";

/** A selection as a query holds it. */
export interface Case {
  what: string;
  selection: Partial<Record<keyof TraceSelection, string>>;
}

/** One selection of every filter. */
export function filterCases(ids: { run: string; prompt: string; scorer: string }): Case[] {
  const one = (what: string, selection: Case["selection"]): Case => ({ what, selection });
  return [
    one("one run", { runs: ids.run }),
    one("two arms", { arms: "mixed,process-only" }),
    one("one prompt", { prompt: ids.prompt }),
    one("one group", { group: "g7" }),
    one("train steps 100 to 150", { fromTrainStep: "100", toTrainStep: "150" }),
    one("wrong answers", { outcome: "wrong" }),
    one("invalid format", { format: "invalid" }),
    one("cut short", { finish: "length" }),
    one("lost", { fate: "lost" }),
    one("first large drop at 3", { firstDropStep: "3" }),
    one("right and broken", { outcome: "right", process: "broken" }),
    one("mean c 0.25 to 0.5", { minMeanC: "0.25", maxMeanC: "0.5" }),
    one("drop of 0.75 or more", { minDrop: "0.75" }),
    one("disagreement of 0.5 or more", { minDisagreement: "0.5" }),
    one("six steps or more", { minSteps: "6" }),
    one("300 tokens or more", { minTokens: "300" }),
    one("reward of 1 or more", { minReward: "1" }),
    one("labelled by a person", { labelled: "yes" }),
    one("scored by a PRM", { scorer: ids.scorer }),
    one("a rare word", { text: RARE_WORD }),
    one("a common word", { text: COMMON_WORD }),
    one("two common words", { text: "therefore equals" }),
    one("the beginning of many words", { text: "tri" }),
    one("a number", { text: "42" }),
    one("a word that nothing holds", { text: "qqqq" }),
  ];
}

export const SORTS = explorerSort.options;
