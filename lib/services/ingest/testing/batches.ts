import type { EncodedNumber, EvaluationItem, StreamKind, TraceRecord } from "@/lib/contracts";

export const AT = "2026-01-02T03:04:05.000Z";

/** A batch as it travels. */
export function batchOf(attemptId: string, kind: StreamKind, events: object[]) {
  return { schemaVersion: 1, stream: `${attemptId}/${kind}`, events };
}

export function metrics(
  seq: number,
  trainStep: number,
  values: Record<string, EncodedNumber>,
  progress?: object,
) {
  return { type: "metrics", seq, at: AT, trainStep, values, ...(progress ? { progress } : {}) };
}

export function log(seq: number, text: string) {
  return { type: "log", seq, at: AT, level: "info", source: "stdout", text };
}

/** A trace of two scored trace steps (c_1 = 1/2, c_2 = missing) and one that was not scored. */
export function traceRecordOf(changes: Partial<TraceRecord> = {}): TraceRecord {
  const none = { requested: 0, returned: 0, successes: 0, truncated: 0, continuations: [], straddled: false };
  const right = {
    text: "4",
    verdict: "right" as const,
    answer: "4",
    tokens: 1,
    finishReason: "stop" as const,
  };
  return {
    origin: "train",
    trainStep: 1,
    sampleIndex: 0,
    prompt: {
      ...{ key: "q1", dataset: "d", family: null },
      ...{ messages: [{ role: "user", content: "2+2?" }], answer: "4" },
    },
    response: "abcdef",
    responseTokens: 3,
    finishReason: "stop",
    invalidReason: null,
    answer: "4",
    traceSteps: [
      {
        ...{ index: 1, text: { start: 0, end: 2 }, tokens: { start: 0, end: 1 }, straddled: true },
        ...{ requested: 2, returned: 2, successes: 1, truncated: 0 },
        continuations: [right, { ...right, verdict: "wrong", answer: "5" }],
      },
      { ...none, index: 2, text: { start: 2, end: 4 }, tokens: null, requested: 2 },
      { ...none, index: 3, text: { start: 4, end: 6 }, tokens: null },
    ],
    reward: null,
    group: null,
    groupAdvantage: null,
    modelId: "run@1",
    tokenScores: null,
    ...changes,
  };
}

export function trace(seq: number, changes: Partial<TraceRecord> = {}) {
  return { type: "trace", seq, at: AT, trace: traceRecordOf(changes) };
}

export function evaluationItemOf(question: string, changes: Partial<EvaluationItem> = {}): EvaluationItem {
  return {
    ...{ question, cluster: null, decode: 0, correct: true, answer: "4", reference: "4", prompt: "2+2?" },
    ...{ response: "4", responseTokens: 1, formatValid: true },
    ...changes,
  };
}

/** Of the train step at which the results of a JobWorld are: others would not count for their job. */
export function evaluation(seq: number, items: EvaluationItem[], complete = false) {
  return {
    ...{ type: "evaluation", seq, at: AT, trainStep: 3, items, complete },
    benchmark: { key: "b", title: "B", contentSha256: "0".repeat(64), questions: 3 },
    settings: { decodes: 1, temperature: 1, batchSize: 8, seed: 1, maxResponseTokens: 64 },
  };
}
