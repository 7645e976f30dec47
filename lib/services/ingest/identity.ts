import { createHash } from "node:crypto";
import { ID_PREFIXES, type IdKind, type PromptRecord, type TraceRecord } from "@/lib/contracts";

/** An id that follows from what it names: 128 bits of sha256 behind the prefix of its kind. */
export function contentId(kind: IdKind, parts: readonly unknown[]): string {
  // JSON keeps parts apart and writes lone surrogates as escapes, so different parts never hash alike.
  const digest = createHash("sha256").update(JSON.stringify(parts)).digest("hex");
  return `${ID_PREFIXES[kind]}_${digest.slice(0, 32)}`;
}

/** Identity of a prompt: its messages and reference answer, whatever data set holds it. */
export function promptIdOf(prompt: PromptRecord): string {
  return contentId("prompt", [prompt.messages.map(({ role, content }) => [role, content]), prompt.answer]);
}

/**
 * Identity of a trace: run, attempt, train step, prompt and sample index, so that permalinks survive a replay. Origin
 * and group are part of it, because a prompt may be drawn twice in one train step.
 */
export function traceIdOf(
  owner: { runId: string; attemptId: string },
  trace: TraceRecord,
  promptId: string,
): string {
  const { origin, trainStep, sampleIndex, group } = trace;
  const place = [origin, trainStep, promptId, group?.id ?? null, sampleIndex];
  return contentId("trace", [owner.runId, owner.attemptId, ...place]);
}
