import { createHash } from "node:crypto";
import type { Db, Queryable } from "@/db/client";
import { selectPromptStarts } from "@/db/queries/reviews";
import {
  type AdjudicationItem,
  type AdjudicationList,
  type AdjudicationView,
  type LabelEdit,
  type LabelEditChange,
  labelEdit,
  type Rater,
} from "@/lib/contracts";
import { compareJudgements, type Difference } from "@/lib/domain/compare-judgements";
import { AppError } from "@/lib/domain/errors";
import { NO_JUDGEMENT } from "@/lib/domain/judgement";
import { previewOf } from "../traces/rows";
import { type DoneTrace, readDone } from "./done-by";
import { evidenceOf, requireTrace, textsOf } from "./label-view";
import { adjudicatorOf } from "./raters";
import { firstErrorSaid, judgedOf, labelsOf, NOTHING_SAID, readSayings, type Said, saidOf } from "./said";
import { saveLabels } from "./save-labels";
import { requireSet } from "./sets";

interface Compared extends DoneTrace {
  difference: Difference;
  decided: Said;
}

/** Every trace of a set that at least two raters have done, with where they differ and what is decided. */
async function readCompared(db: Queryable, setId: string, adjudicator: Rater): Promise<Compared[]> {
  const { traces, sayings } = await readDone(db, setId);
  return traces
    .filter(({ done }) => done.length > 1)
    .map((trace) => ({
      ...trace,
      difference: compareJudgements(
        trace.done.map(({ id }) => judgedOf(saidOf(sayings, trace.traceId, id))),
        trace.stepCount,
      ),
      decided: saidOf(sayings, trace.traceId, adjudicator.id),
    }));
}

const isDisputed = ({ differ, firstErrorDiffers }: Difference) => differ.length > 0 || firstErrorDiffers;

function isSettled({ difference, decided, stepCount }: Compared): boolean {
  const labels = labelsOf(decided);
  const steps = difference.differ.every((i) => labels.has(i));
  return steps && (!difference.firstErrorDiffers || firstErrorSaid(decided, stepCount).firstError !== null);
}

/** Labels and first error that all raters agree on and adjudication does not hold yet, as edits. */
function missingAgreed({ traceId, difference, decided }: Compared, at: string): LabelEdit[] {
  const labels = labelsOf(decided);
  const edit = (traceStep: number | null, change: Partial<LabelEditChange>): LabelEdit => {
    const after = { ...NO_JUDGEMENT, ...change };
    // The same agreement taken over twice is one edit; taken over anew after a change it is another.
    const id = createHash("sha256")
      .update(JSON.stringify([traceId, traceStep, after, at]))
      .digest("hex");
    return labelEdit.parse({
      id: `agreed-${id.slice(0, 40)}`,
      traceId,
      traceStep,
      before: NO_JUDGEMENT,
      after,
      at,
    });
  };
  const steps = [...difference.agreed]
    .filter(([i]) => !labels.has(i))
    .map(([i, label]) => edit(i, { label }));
  const firstError = difference.agreedFirstError;
  const stated = decided.trace?.firstError ?? null;
  return firstError === null || stated !== null ? steps : [...steps, edit(null, { firstError })];
}

/** Traces that two or more raters of a set have done: those they differ on, and how many they agree on. */
export async function readAdjudication(db: Queryable, setId: string): Promise<AdjudicationList> {
  const set = await requireSet(db, setId);
  const adjudicator = await adjudicatorOf(db, set.projectId);
  const compared = await readCompared(db, setId, adjudicator);
  const disputed = compared.filter(({ difference }) => isDisputed(difference));
  const agreed = compared.filter(({ difference }) => !isDisputed(difference));
  const starts = new Map(
    (
      await selectPromptStarts(
        db,
        disputed.map(({ traceId }) => traceId),
      )
    ).map((row) => [row.traceId, previewOf(row)]),
  );
  const items = disputed.map(
    (trace): AdjudicationItem => ({
      ...{ traceId: trace.traceId, position: trace.position, stepCount: trace.stepCount },
      promptPreview: starts.get(trace.traceId) ?? "",
      differ: trace.difference.differ,
      firstErrorDiffers: trace.difference.firstErrorDiffers,
      settled: isSettled(trace),
    }),
  );
  const takenOver = agreed.filter((trace) => missingAgreed(trace, set.createdAt.toISOString()).length === 0);
  return { adjudicator, items, agreed: agreed.length, takenOver: takenOver.length };
}

const EDITS_AT_ONCE = 500;

/** Takes what all raters agree on over into the adjudicated labels; what is decided already stays. */
export async function takeAgreedOver(db: Db, setId: string, now: Date): Promise<AdjudicationList> {
  const set = await requireSet(db, setId);
  const adjudicator = await adjudicatorOf(db, set.projectId);
  const compared = await readCompared(db, setId, adjudicator);
  const edits = compared.flatMap((trace) => missingAgreed(trace, now.toISOString()));
  for (let from = 0; from < edits.length; from += EDITS_AT_ONCE)
    await saveLabels(
      db,
      { rater: adjudicator.id, edits: edits.slice(from, from + EDITS_AT_ONCE), statuses: [] },
      now,
    );
  return readAdjudication(db, setId);
}

function saidOfStep(raters: readonly Rater[], said: ReadonlyMap<string, Said>, traceStep: number) {
  return raters.map((rater) => {
    const score = said.get(rater.id)?.steps.find((step) => step.traceStep === traceStep);
    return { rater, label: score?.label ?? null, note: score?.note ?? "", tags: score?.tags ?? [] };
  });
}

/** One trace with those who have done it side by side. Throws `not-found`, and `conflict` where fewer than two have. */
export async function readAdjudicationView(
  db: Queryable,
  setId: string,
  traceId: string,
): Promise<AdjudicationView> {
  const set = await requireSet(db, setId);
  const adjudicator = await adjudicatorOf(db, set.projectId);
  const trace = (await readCompared(db, setId, adjudicator)).find((one) => one.traceId === traceId);
  if (!trace)
    throw new AppError("conflict", "fewer than two raters have done this trace: nothing can be compared yet");
  const { found, steps } = await requireTrace(db, traceId);
  const said = (await readSayings(db, [traceId])).get(traceId) ?? new Map<string, Said>();
  const texts = textsOf(found, steps);
  const shown = new Set([adjudicator.id, ...trace.done.map(({ id }) => id)]);
  return {
    ...{ traceId, prompt: texts.prompt, response: texts.response, adjudicator },
    traceSteps: texts.traceSteps.map((step) => ({
      ...step,
      said: saidOfStep(trace.done, said, step.index),
      differs: trace.difference.differ.includes(step.index),
    })),
    firstErrors: trace.done.map((rater) => {
      const own = said.get(rater.id) ?? NOTHING_SAID;
      return { rater, ...firstErrorSaid(own, trace.stepCount), note: own.trace?.note ?? "" };
    }),
    firstErrorDiffers: trace.difference.firstErrorDiffers,
    ...trace.decided,
    evidence: await evidenceOf(db, found, steps, said, shown),
  };
}
