import { formatCount, plural } from "@/lib/format/number";
import type { ImportEvent } from "../importer";
import type { Tally } from "./build-trace";
import type { Joined } from "./join";
import type { Settings } from "./settings";

type Note = Extract<ImportEvent, { type: "note" }>;

const many = (count: number, one: string, more?: string) =>
  count === 1 ? plural(1, one) : `${formatCount(count)} ${more ?? `${one}s`}`;

/** How both logs were joined. */
export function joinNotes({ segments, groups, unjoined }: Joined, rollouts: number): Note[] {
  if (rollouts === 0) return [];
  const left = unjoined.reduce((sum, { group }) => sum + group.rollouts.length, 0);
  const join = `${many(rollouts - left, "prefix", "prefixes")} of the rollouts log joined ${many(groups.size, "response")} by (global_step, sample_idx) and equal prefix text`;
  const restarts =
    segments.length > 1
      ? `; the counter restarted ${many(segments.length - 1, "time")}, so there are ${segments.length} segments, each a run of its own`
      : "";
  return [{ type: "note", topic: "join", text: `${join}${restarts}.` }];
}

/** What the settings of the training, as its log gives them away, leave unknown. */
export function settingsNotes(all: readonly Settings[]): Note[] {
  const notes: string[] = [];
  if (all.some(({ outcome }) => outcome === "not graded"))
    notes.push(
      "The weight of the outcome was 0, so answers were never graded: the logged acc_reward of 0 is unknown, not wrong.",
    );
  if (all.some(({ outcome }) => outcome === "unknown"))
    notes.push(
      "Every acc_reward is 0 and nothing tells whether answers were graded: the outcomes are unknown, not wrong.",
    );
  if (all.some(({ process }) => !process))
    notes.push("No continuations were sampled: the logged cot_reward of 0 is unknown, not a failure.");
  return notes.map((text) => ({ type: "note", topic: "unknown", text }));
}

/** What the traces met of the log's traps. */
export function tallyNotes(tally: Tally, hasContinuations: boolean): Note[] {
  const notes: [boolean, Note["topic"], string][] = [
    [
      tally.missingAsZero > 0,
      "trap",
      `${many(tally.missingAsZero, "response was", "responses were")} trained with a process reward in which a prefix without any continuation counted as 0; here such a prefix is missing, so the mean of c_i differs from the logged reward.`,
    ],
    [
      tally.withoutRollouts > 0,
      "join",
      `${many(tally.withoutRollouts, "response has", "responses have")} a process reward and no continuations in these files: c_i is unknown there.`,
    ],
    [
      tally.failures > 0,
      "unknown",
      `${many(tally.failures, "reward is a row", "rewards are rows")} of zeros that the logger wrote when it failed: unknown, not 0.`,
    ],
    [
      tally.cutProblems > 0,
      "trap",
      `${many(tally.cutProblems, "problem was", "problems were")} cut at 500 characters by the logger; prompts that begin alike and share their answer cannot be told apart.`,
    ],
    [
      tally.normalized > 0,
      "trap",
      `${many(tally.normalized, "response is", "responses are")} stored as the logger normalised ${tally.normalized === 1 ? "it" : "them"} (blanks around <, > and / eaten), since the tags as written differ; the text as written is kept with the trace.`,
    ],
    [
      tally.unrepeated > 0,
      "trap",
      `${many(tally.unrepeated, "continuation does", "continuations do")} not begin with the prefix; the whole output is kept.`,
    ],
    [
      tally.oddGrades > 0,
      "unknown",
      `${many(tally.oddGrades, "continuation has", "continuations have")} a grade that is neither 0 nor 1: returned, and no success.`,
    ],
    [
      tally.unknownTokens > 0,
      "unknown",
      `${many(tally.unknownTokens, "response has", "responses have")} a length of 0 tokens in the log, which stands for not told.`,
    ],
    [
      hasContinuations,
      "trap",
      "These logs mark no truncated continuation and do not name the model that continued: truncated ones count as wrong, and the model is unknown.",
    ],
  ];
  return notes.flatMap(([isMet, topic, text]) => (isMet ? [{ type: "note" as const, topic, text }] : []));
}
