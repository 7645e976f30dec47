import type { Queryable } from "@/db/client";
import { selectAssignment } from "@/db/queries/reviews";
import { selectStepsOf, selectTrace } from "@/db/queries/traces-read";
import type { LabelView, ReviewEvidence } from "@/lib/contracts";
import { AppError, notFound } from "@/lib/domain/errors";
import { rawOffsets, reader } from "../traces/raw-text";
import { NOTHING_SAID, readSayings, type Said, scorerViewsOf } from "./said";

export type FoundTrace = NonNullable<Awaited<ReturnType<typeof selectTrace>>>;
type Steps = Awaited<ReturnType<typeof selectStepsOf>>;

const outcomeOf = (outcome: number | null) => (outcome === 0 || outcome === 1 ? outcome : null);

/** All that could sway a rater: c_i, verdict, reference answer, origin, every scorer but those in `without`. */
export async function evidenceOf(
  db: Queryable,
  { trace, prompt, run }: FoundTrace,
  steps: Steps,
  said: ReadonlyMap<string, Said>,
  without: ReadonlySet<string>,
): Promise<ReviewEvidence> {
  return {
    solvability: steps.map(({ requested, returned, successes, truncated }) => ({
      ...{ requested, returned, successes, truncated },
    })),
    outcome: outcomeOf(trace.outcome),
    answer: reader(trace.textEscaped)(trace.answer),
    reference: reader(prompt.textEscaped)(prompt.answer),
    scorers: await scorerViewsOf(db, said, without),
    run: {
      ...{ id: run.id, name: run.name, ablationId: run.ablationId, origin: trace.origin },
      trainStep: trace.origin === "import" && trace.trainStep === 0 ? null : trace.trainStep,
    },
  };
}

/** What anybody may read of a trace: its prompt, its response and where its steps lie, as they were written. */
export function textsOf({ trace, prompt }: FoundTrace, steps: Steps) {
  const rawAt = rawOffsets(trace.response, trace.textEscaped);
  const readPrompt = reader(prompt.textEscaped);
  return {
    prompt: {
      messages: prompt.messages.map((m) => ({ ...m, content: readPrompt(m.content) })),
      media: prompt.media,
    },
    response: reader(trace.textEscaped)(trace.response),
    traceSteps: steps.map((s) => ({
      index: s.index,
      text: { start: rawAt(s.textStart), end: rawAt(s.textEnd) },
    })),
  };
}

/** A trace with its steps. Throws `not-found`. */
export async function requireTrace(db: Queryable, id: string): Promise<{ found: FoundTrace; steps: Steps }> {
  const found = await selectTrace(db, id);
  if (!found) throw notFound("trace", id);
  return { found, steps: await selectStepsOf(db, [id]) };
}

/**
 * One trace as its rater reads it. In a blind set nothing that could sway the rater leaves the server until the rater has
 * marked the trace done. Throws `not-found` for a trace that the rater was not given.
 */
export async function readLabelView(
  db: Queryable,
  setId: string,
  { rater, trace: traceId }: { rater: string; trace: string },
): Promise<LabelView> {
  const assignment = await selectAssignment(db, setId, traceId, rater);
  if (!assignment)
    throw new AppError("not-found", `trace ${traceId} is not among those that this rater is to judge here`);
  const { found, steps } = await requireTrace(db, traceId);
  const said = (await readSayings(db, [traceId])).get(traceId) ?? new Map<string, Said>();
  const { status, position, blind } = assignment;
  const hidden = blind && status !== "done";
  return {
    ...{ traceId, position, status, blind },
    ...textsOf(found, steps),
    finishReason: found.trace.finishReason,
    ...(said.get(rater) ?? NOTHING_SAID),
    evidence: hidden ? null : await evidenceOf(db, found, steps, said, new Set([rater])),
  };
}
