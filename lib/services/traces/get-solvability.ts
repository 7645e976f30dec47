import type { Queryable } from "@/db/client";
import { type CurrentSpan, currentSpans } from "@/db/queries/current-attempts";
import { selectRunConfig, selectScoredOrigins, selectSolvabilityCells } from "@/db/queries/traces-read";
import { rewardConfig, type SolvabilityCell, type SolvabilityGrid, type TraceOrigin } from "@/lib/contracts";

type StoredCell = Awaited<ReturnType<typeof selectSolvabilityCells>>[number];

function isCurrent(cell: StoredCell, spans: CurrentSpan[]): boolean {
  return spans.some(
    (s) =>
      s.attemptId === cell.attemptId && cell.trainStep >= s.from && (s.to === null || cell.trainStep < s.to),
  );
}

/** SD with n-1 from the kept sums; rounding may make a tiny negative variance, which is none. */
export function sdFromSums(n: number, sum: number, sumOfSquares: number): number | null {
  return n < 2 ? null : Math.sqrt(Math.max(0, (sumOfSquares - (sum * sum) / n) / (n - 1)));
}

function toCell(c: StoredCell): SolvabilityCell {
  return {
    trainStep: c.trainStep,
    traceStep: c.traceStep,
    scored: c.scored,
    missing: c.missing,
    notScored: c.notScored,
    meanC: c.scored === 0 ? null : c.sumC / c.scored,
    sdC: sdFromSums(c.scored, c.sumC, c.sumC2),
    returned: c.returned,
    successes: c.successes,
  };
}

/** Mean solvability by train step and trace step of one run, of its current attempts. Null if there is no such run. */
export async function getSolvability(
  db: Queryable,
  runId: string,
  origin: TraceOrigin,
): Promise<SolvabilityGrid | null> {
  const run = await selectRunConfig(db, runId);
  if (!run) return null;
  const [spans, cells, available] = await Promise.all([
    currentSpans(db, runId),
    selectSolvabilityCells(db, runId, origin),
    selectScoredOrigins(db, runId),
  ]);
  const reward = rewardConfig.safeParse(run.config.reward);
  return {
    runId,
    origin,
    cells: cells.filter((c) => isCurrent(c, spans)).map(toCell),
    available,
    tau: reward.success ? reward.data.tau : null,
    maxScoredSteps: reward.success ? reward.data.maxScoredSteps : null,
  };
}
