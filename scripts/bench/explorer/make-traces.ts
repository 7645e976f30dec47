import type { ContinuationRow, TraceRow, TraceStepRow } from "@/db/queries/traces-write";
import type { RandomStream } from "@/lib/stats";
import { packStepCounts } from "@/lib/traces/step-counts-bytes";
import { RARE_WORD, type Texts } from "./texts";

/** Trace steps of the traces in turn: five on average, exactly. */
const STEP_COUNTS = [3, 4, 5, 6, 7];
const [CONTINUATIONS, GROUP_SIZE, GROUPS_A_STEP] = [4, 8, 8];
/** One trace in so many keeps the texts of its continuations, is of no format, or holds the rare word. */
const [WITH_TEXTS, INVALID, RARE] = [10, 50, 30_000];
const AT = "2026-01-02T03:04:05.000Z";

export interface MadeTrace {
  row: TraceRow;
  steps: TraceStepRow[];
  continuations: ContinuationRow[];
}

export interface TracePlace {
  /** Of all traces; decides what is in it. */
  number: number;
  id: string;
  /** Of its run. */
  index: number;
  promptId: string;
}

export const trainStepAt = (index: number) => 1 + Math.floor(index / (GROUP_SIZE * GROUPS_A_STEP));
export const groupAt = (index: number) => Math.floor(index / GROUP_SIZE);

/** Successes by trace step: mostly kept, at times lost for good or for a while. */
function successesOf(random: RandomStream, steps: number): number[] {
  let p = random.uniform() < 0.2 ? 0 : 0.4 + 0.6 * random.uniform();
  return Array.from({ length: steps }, () => {
    if (random.uniform() < 0.12) p = random.uniform() < 0.7 ? 0 : 0.5;
    return random.binomial(CONTINUATIONS, p);
  });
}

function stepRow(
  id: string,
  index: number,
  start: number,
  end: number,
  successes: number,
  asked: boolean,
): TraceStepRow {
  const requested = asked ? CONTINUATIONS : 0;
  const span = { textStart: start, textEnd: end, tokenStart: null, tokenEnd: null, straddled: false };
  return {
    traceId: id,
    index,
    ...span,
    requested,
    returned: requested,
    successes: asked ? successes : 0,
    truncated: 0,
  };
}

function continuationRows(id: string, steps: readonly TraceStepRow[], texts: Texts): ContinuationRow[] {
  return steps.flatMap(({ index: traceStep, returned, successes }) =>
    Array.from({ length: returned }, (_, index) => {
      const right = index < successes;
      const said = { verdict: right ? ("right" as const) : ("wrong" as const), answer: right ? "4" : "5" };
      return {
        traceId: id,
        traceStep,
        index,
        text: texts.continuation(),
        ...said,
        tokens: 30,
        finishReason: "stop" as const,
      };
    }),
  );
}

function stepsOf(place: TracePlace, random: RandomStream, texts: Texts) {
  const count = STEP_COUNTS[place.number % STEP_COUNTS.length] ?? 5;
  const successes = successesOf(random, count);
  // As after K_max: the last of seven is never asked for. One prefix in a hundred has lost all of its continuations.
  let response = "<think>";
  const steps = successes.map((k, at) => {
    const start = response.length + "<step>".length;
    response += `<step>${texts.body()}${place.number % RARE === 0 && at === 0 ? ` ${RARE_WORD}` : ""}</step>`;
    const row = stepRow(place.id, at + 1, start, response.length - "</step>".length, k, at < 6);
    return random.uniform() < 0.01 ? { ...row, returned: 0, successes: 0 } : row;
  });
  const right = random.uniform() < 0.1 + 0.8 * ((successes.at(-1) ?? 0) / CONTINUATIONS);
  return { steps, response: `${response}</think><answer>${right ? 4 : 5}</answer>`, right };
}

/** One trace as a trainer would have sent it: its number and the stream decide all of it. */
export function makeTrace(place: TracePlace, random: RandomStream, texts: Texts): MadeTrace {
  const { steps, response, right } = stepsOf(place, random, texts);
  const reward = Math.round(1000 * (random.uniform() + (right ? 1 : 0))) / 1000;
  const group = `g${groupAt(place.index)}`;
  const row: TraceRow = {
    ...{ id: place.id, seq: place.index, at: AT, origin: "train", trainStep: trainStepAt(place.index) },
    ...{ promptId: place.promptId, sampleIndex: place.index % GROUP_SIZE, response, textEscaped: false },
    ...{ responseTokens: 100 + random.below(400), finishReason: random.uniform() < 0.05 ? "length" : "stop" },
    invalidReason: place.number % INVALID === 7 ? "no <answer>" : null,
    ...{ answer: right ? "4" : "5", stepCount: steps.length, reward: null, rewardTotal: reward },
    ...{
      outcome: right ? 1 : 0,
      process: null,
      groupId: group,
      groupMean: 1,
      groupSd: 0.5,
      groupN: GROUP_SIZE,
    },
    ...{ groupSize: GROUP_SIZE, groupAdvantage: Math.round(1000 * random.normal()) / 1000, modelId: "bench" },
    stepCounts: packStepCounts(steps).toString("hex"),
  };
  const continuations = place.number % WITH_TEXTS === 0 ? continuationRows(place.id, steps, texts) : [];
  return { row, steps, continuations };
}
