import type { Queryable } from "@/db/client";
import { countOutlines, exploring, selectBytesByPrompt } from "@/db/queries/explorer-read";
import type { ExplorerBreaks, ProcessVerdict, TraceSelection } from "@/lib/contracts";
import { clusteredMean } from "@/lib/stats";
import { poolSteps, type StepPool } from "@/lib/traces/breaks";
import { LARGE_DROP } from "@/lib/traces/trace-facts";
import { scopeOf } from "./scope";

const MOST_STEPS = 128;
const FATES = ["kept", "lost", "recovered", "never", null] as const;
const OUTCOMES = ["right", "wrong", "unknown"] as const;
const PROCESSES = ["sound", "broken", null] as const;

type Outline = Awaited<ReturnType<typeof countOutlines>>[number];

function countOf(outlines: readonly Outline[], is: (outline: Outline) => boolean): number {
  return outlines.reduce((total, outline) => total + (is(outline) ? outline.n : 0), 0);
}

/** As the filter `process` has it: sound is kept without a large drop. */
function processByC({ fate, firstDropStep }: Outline): ProcessVerdict | null {
  if (fate === null) return null;
  return fate === "kept" && firstDropStep === null ? "sound" : "broken";
}

function outcomeOf({ outcome }: Outline): (typeof OUTCOMES)[number] {
  if (outcome === null) return "unknown";
  return outcome === 1 ? "right" : "wrong";
}

function matrixOf(outlines: readonly Outline[], processOf: (outline: Outline) => ProcessVerdict | null) {
  return OUTCOMES.flatMap((outcome) =>
    PROCESSES.map((process) => ({
      outcome,
      process,
      count: countOf(outlines, (o) => outcomeOf(o) === outcome && processOf(o) === process),
    })),
  );
}

function stepOf({ clusters, ...counts }: StepPool, at: number, outlines: readonly Outline[]) {
  const { mean, low, high, groups } = clusteredMean(clusters);
  const traceStep = at + 1;
  return {
    traceStep,
    ...counts,
    prompts: groups,
    meanC: mean,
    low,
    high,
    firstDrops: countOf(outlines, (o) => o.firstDropStep === traceStep),
    lost: countOf(outlines, (o) => o.lostStep === traceStep),
  };
}

function breaksOf(outlines: readonly Outline[], pools: readonly StepPool[]): ExplorerBreaks {
  return {
    total: countOf(outlines, () => true),
    scored: countOf(outlines, (o) => o.fate !== null),
    largeDrop: LARGE_DROP,
    withoutDrop: countOf(outlines, (o) => o.fate !== null && o.firstDropStep === null),
    fates: FATES.map((fate) => ({ fate, count: countOf(outlines, (o) => o.fate === fate) })),
    steps: pools.map((pool, at) => stepOf(pool, at, outlines)),
    byC: matrixOf(outlines, processByC),
    byPeople: matrixOf(outlines, (o) => o.humanProcess),
  };
}

/**
 * Where the traces of a selection break. Means of c_i are taken from one byte a trace step, so they are exact where M
 * divides 200 and else within 0.0025; their intervals treat the traces of one prompt as one cluster.
 */
export async function getBreaks(db: Queryable, selection: TraceSelection): Promise<ExplorerBreaks> {
  const scope = await scopeOf(db, selection);
  if (!scope) return breaksOf([], []);
  const [outlines, byPrompt] = await Promise.all([
    exploring(db, scope, (tx) => countOutlines(tx, scope)),
    exploring(db, scope, (tx) => selectBytesByPrompt(tx, scope)),
  ]);
  return breaksOf(
    outlines,
    poolSteps(
      byPrompt.map(({ all }) => all),
      MOST_STEPS,
    ),
  );
}
