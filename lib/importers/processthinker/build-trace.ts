import type { ImportedTraceInput, Span } from "@/lib/contracts";
import { continuationAnswer, sliceCodePoints, trimBlanks } from "@/lib/traces";
import { excerptOf } from "../json-lines";
import { finalAnswer, taggedSteps } from "../segment";
import { extraOf, numberOf } from "../values";
import { addedBy, normalized, type RewardRecord, type RolloutRecord, scoredSteps } from "./records";
import { isFailure, outcomeIn, partsOf, type Settings } from "./settings";

/** What the report says once for all traces. */
export interface Tally {
  /** Responses stored as the log normalised them, since their own tags could not be read. */
  normalized: number;
  /** Prompts that are as long as the log lets them be. */
  cutProblems: number;
  /** Records that the published code wrote when it failed. */
  failures: number;
  /** Responses whose process reward counted a missing prefix as 0. */
  missingAsZero: number;
  /** Process scores without any continuation in the log. */
  withoutRollouts: number;
  /** Continuations that do not begin with their prefix. */
  unrepeated: number;
  /** Continuations of which the grade is neither right nor wrong. */
  oddGrades: number;
  /** Responses whose number of tokens is a 0 that stands for nothing. */
  unknownTokens: number;
}

export const newTally = (): Tally => ({
  ...{ normalized: 0, cutProblems: 0, failures: 0, missingAsZero: 0, withoutRollouts: 0, unrepeated: 0 },
  ...{ oddGrades: 0, unknownTokens: 0 },
});

/** A trace step as it goes into a trace. */
type Step = ImportedTraceInput["traceSteps"][number];

export interface Surroundings {
  run: string;
  settings: Settings;
  /** M of the run: the largest count seen in it. */
  requested: number;
  tally: Tally;
}

/** The log cuts problems here. */
const PROBLEM_CHARACTERS = 500;

/** What was drawn from the prefix through one step. */
function drawnFrom(rollout: RolloutRecord, requested: number, tally: Tally): Omit<Step, "text"> {
  const graded = rollout.continuations.map(({ output, accuracy }) => {
    const added = addedBy(output, rollout.prefix_steps);
    if (added === null) tally.unrepeated += 1;
    return { text: added ?? output, grade: numberOf(accuracy) };
  });
  const continuations = graded.map(({ text, grade }) => {
    const answer = continuationAnswer(text) ?? finalAnswer(text);
    if (grade !== 0 && grade !== 1) tally.oddGrades += 1;
    return { text, answer, verdict: verdictOf(grade, answer), tokens: null, finishReason: null };
  });
  const successes = graded.filter(({ grade }) => grade === 1).length;
  const counts = {
    requested: Math.max(requested, graded.length),
    returned: graded.length,
    successes,
    truncated: 0,
  };
  return { counts, continuations };
}

/** The log marks neither truncated continuations nor malformed ones; one without an answer is told apart. */
function verdictOf(grade: number | null, answer: string | null) {
  if (grade === 1) return "right" as const;
  if (grade !== 0) return "unknown" as const;
  return answer === null ? ("malformed" as const) : ("wrong" as const);
}

/** The response with its trace steps: as the model wrote it, unless the scored steps are not to be seen there. */
function readResponse({ raw_response, response }: RewardRecord): {
  text: string;
  spans: Span[];
  isRaw: boolean;
} {
  const text = raw_response ?? response;
  const { spans } = taggedSteps(text);
  const scored = scoredSteps(response);
  const bodies = spans.map(({ start, end }) => trimBlanks(normalized(sliceCodePoints(text, start, end))));
  const isRaw =
    scored.length === 0 || (scored.length === bodies.length && scored.every((step, i) => step === bodies[i]));
  return isRaw ? { text, spans, isRaw } : { text: response, spans: taggedSteps(response).spans, isRaw };
}

function invalidReasonOf(record: RewardRecord, text: string, steps: number): string | null {
  if (numberOf(record.rewards.format_valid) === 1) return null;
  return (
    taggedSteps(text).invalidReason ?? `the log's own check of the format refused it (${steps} trace steps)`
  );
}

/** A response of the rewards log with what was drawn from its prefixes. */
export function traceOf(
  record: RewardRecord,
  rollouts: readonly RolloutRecord[],
  about: Surroundings,
): Omit<ImportedTraceInput, "source" | "recordKey" | "group"> {
  const { tally, settings, requested, run } = about;
  const { text, spans, isRaw } = readResponse(record);
  const failed = isFailure(record, spans.length);
  const invalidReason = failed ? null : invalidReasonOf(record, text, spans.length);
  const byStep = new Map(rollouts.map((rollout) => [rollout.step_idx, rollout]));
  const tokens = numberOf(record.response_length_tokens);
  count(tally, { record, rollouts, isRaw, failed, tokens });
  return {
    ...{ run, origin: "train", trainStep: record.global_step, sampleIndex: record.sample_idx },
    prompt: promptOf(record),
    response: text,
    responseTokens: tokens !== null && Number.isInteger(tokens) && tokens > 0 ? tokens : null,
    invalidReason,
    answer: finalAnswer(text),
    outcome: failed ? null : outcomeIn(record, settings),
    reward: failed ? null : partsOf(record, settings),
    traceSteps: spans.map((span, i) => {
      const rollout = byStep.get(i);
      return rollout ? { text: span, ...drawnFrom(rollout, requested, tally) } : { text: span };
    }),
    extra: extraOf({
      timestamp: record.timestamp,
      rewards: record.rewards,
      ...(record.raw_response === record.response || !isRaw ? {} : { normalized_response: record.response }),
      ...(isRaw ? {} : { raw_response: record.raw_response }),
    }),
  };
}

function promptOf({ problem, ground_truth }: Pick<RewardRecord, "problem" | "ground_truth">) {
  const reference = ground_truth ?? "";
  const answer = finalAnswer(reference) ?? reference;
  return {
    dataset: "ProcessThinker log",
    messages: [{ role: "user", content: problem }],
    answer: answer === "" ? null : answer,
  };
}

interface Counting {
  record: RewardRecord;
  rollouts: readonly RolloutRecord[];
  isRaw: boolean;
  failed: boolean;
  tokens: number | null;
}

function count(tally: Tally, { record, rollouts, isRaw, failed, tokens }: Counting): void {
  if (!isRaw) tally.normalized += 1;
  if (failed) tally.failures += 1;
  if ([...record.problem].length >= PROBLEM_CHARACTERS) tally.cutProblems += 1;
  if (tokens === 0 && record.response !== "") tally.unknownTokens += 1;
  if (rollouts.some(({ continuations }) => continuations.length === 0)) tally.missingAsZero += 1;
  if (rollouts.length === 0 && (numberOf(record.rewards.cot_reward_raw) ?? 0) > 0) tally.withoutRollouts += 1;
}

/** A response of which only the rollouts log is here: as far as its longest prefix tells it. */
export function traceOfRollouts(
  rollouts: readonly RolloutRecord[],
  { run, requested, tally }: Surroundings,
): Omit<ImportedTraceInput, "source" | "recordKey" | "group"> {
  const longest = rollouts.at(-1);
  const response = `<think>${(longest?.prefix_steps ?? []).map((step) => `<step>${step}</step>`).join("")}`;
  const byStep = new Map(rollouts.map((rollout) => [rollout.step_idx, rollout]));
  const sampled = { trainStep: longest?.global_step ?? 0, sampleIndex: longest?.sample_idx ?? 0 };
  return {
    ...{ run, origin: "train", ...sampled, response },
    prompt: {
      dataset: "ProcessThinker log",
      messages: [
        {
          role: "user",
          content: `(the log of rollouts does not tell the prompt: ${excerptOf(placeWords(sampled))})`,
        },
      ],
    },
    traceSteps: taggedSteps(response).spans.map((text, i) => {
      const rollout = byStep.get(i);
      return rollout ? { text, ...drawnFrom(rollout, requested, tally) } : { text };
    }),
    extra: extraOf({ timestamp: longest?.timestamp }),
  };
}

const placeWords = ({ trainStep, sampleIndex }: { trainStep: number; sampleIndex: number }) =>
  `global step ${trainStep}, sample ${sampleIndex}`;
