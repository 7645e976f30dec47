import type { RewardConfig, TraceRecord, TraceStepRecord } from "../../lib/contracts";
import { rewardOf } from "../../lib/rewards";
import { parseResponse } from "../../lib/traces";

/** Sets a mark on the window if a page ever runs it. */
export const SCRIPT = `<script>window.pwned = "script"</script>`;
export const IMAGE = `<img src=x onerror="window.pwned = 'image'">`;
export const LINK = `<a href="javascript:window.pwned='link'">click me</a>`;
/** Right-to-left override: what follows is drawn from the right. */
export const OVERRIDE = "\u202Eevil\u202C";
export const NUL = "before\u0000after";
export const LONG_CHARACTERS = 200_000;

const LONG_END = "the end of the long step";
/** No blanks in it: the worst case for breaking lines. */
const LONG = `${"x".repeat(LONG_CHARACTERS - LONG_END.length)}${LONG_END}`;
const BODIES = [`${SCRIPT} ${IMAGE}`, `${LINK} ${OVERRIDE}`, `${NUL} 😀 $\\href{javascript:1}{x}$`, LONG];
const ANSWER = `${SCRIPT}41`;

function scored(step: { start: number; end: number }, index: number): TraceStepRecord {
  const text = `<step>${IMAGE}</step></think><answer>${SCRIPT}</answer>`;
  const answer = { answer: SCRIPT, tokens: 9, finishReason: "stop" as const };
  return {
    index,
    text: { start: step.start, end: step.end },
    tokens: null,
    straddled: false,
    requested: 2,
    returned: 2,
    successes: 1,
    truncated: 0,
    continuations: [
      { ...answer, text, verdict: "right" },
      { ...answer, text: `${text}${OVERRIDE}`, verdict: "wrong" },
    ],
  };
}

/** A valid response made of everything a model could write to break out of a page. */
export function hostileTrace(reward: RewardConfig, trainStep: number): TraceRecord {
  const response = `<think>${BODIES.map((body) => `<step>${body}</step>`).join("")}</think><answer>${ANSWER}</answer>`;
  const parsed = parseResponse(response);
  if (!parsed.valid) throw new Error(`The hostile response must be valid: ${parsed.reason}`);
  const traceSteps = parsed.steps.map((step, i) => scored(step, i + 1));
  const facts = { grammarValid: true, stepCount: traceSteps.length, responseTokens: 30, outcome: false };
  return {
    origin: "train",
    trainStep,
    sampleIndex: 0,
    prompt: {
      key: "hostile",
      dataset: SCRIPT,
      family: null,
      messages: [{ role: "user", content: `${IMAGE} ${OVERRIDE} ${NUL}` }],
      answer: ANSWER,
    },
    response,
    responseTokens: facts.responseTokens,
    finishReason: "stop",
    invalidReason: null,
    answer: ANSWER,
    traceSteps,
    reward: rewardOf({ ...facts, counts: traceSteps }, reward),
    group: null,
    groupAdvantage: null,
    tokenScores: null,
    modelId: SCRIPT,
  };
}

/** A trace whose steps are these texts, one each: not of the grammar, since a text may be anything. */
export function traceOfTexts(texts: readonly string[], trainStep: number): TraceRecord {
  const traceSteps: TraceStepRecord[] = [];
  let response = "";
  let at = 0;
  for (const [i, text] of texts.entries()) {
    const length = [...text].length;
    const none = { requested: 0, returned: 0, successes: 0, truncated: 0, continuations: [] };
    traceSteps.push({
      ...none,
      index: i + 1,
      text: { start: at, end: at + length },
      tokens: null,
      straddled: false,
    });
    response += `${text}\n\n`;
    at += length + 2;
  }
  return {
    ...{ origin: "train", trainStep, sampleIndex: 0, response, responseTokens: at, finishReason: "stop" },
    prompt: {
      key: "hostile texts",
      dataset: "corpus",
      family: null,
      messages: [{ role: "user", content: "Write something." }],
      answer: "1",
    },
    ...{ invalidReason: null, answer: null, traceSteps, reward: null, group: null, groupAdvantage: null },
    modelId: "corpus",
    tokenScores: null,
  };
}
