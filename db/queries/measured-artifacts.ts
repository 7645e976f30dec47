import { and, desc, eq, isNotNull, sql } from "drizzle-orm";
import type { Queryable } from "@/db/client";
import { ablations, checkpoints, jobs, runs } from "@/db/schema";
import type { AblationSpec } from "@/lib/contracts";

/** Bytes of the latest checkpoint of a model, by stage. */
export async function latestCheckpointBytes(
  db: Queryable,
  modelId: string,
): Promise<Map<"sft" | "grpo", number>> {
  const rows = await db
    .selectDistinctOn([runs.stage], { stage: runs.stage, bytes: checkpoints.bytes })
    .from(checkpoints)
    .innerJoin(runs, eq(runs.id, checkpoints.runId))
    .where(eq(runs.modelId, modelId))
    .orderBy(runs.stage, desc(checkpoints.createdAt));
  return new Map(
    rows.flatMap(({ stage, bytes }) =>
      stage === "sft" || stage === "grpo" ? [[stage, bytes] as const] : [],
    ),
  );
}

/** Bytes of one rewritten trace, by the latest rewriting of this kind of profile; null before the first. */
export async function latestTraceBytes(
  db: Queryable,
  profileKind: AblationSpec["profile"]["kind"],
): Promise<number | null> {
  const bytes = sql<number>`(
    select coalesce(sum((file ->> 'bytes')::float8), 0)::float8
    from jsonb_array_elements(${jobs.output} -> 'artifact' -> 'files') as file)`;
  const [row] = await db
    .select({ bytes, traces: sql<number>`(${ablations.spec} -> 'rewrite' ->> 'traces')::int` })
    .from(jobs)
    .innerJoin(ablations, eq(ablations.id, jobs.ablationId))
    .where(
      and(
        eq(jobs.kind, "rewrite"),
        isNotNull(jobs.output),
        sql`${ablations.spec} -> 'profile' ->> 'kind' = ${profileKind}`,
      ),
    )
    .orderBy(desc(jobs.endedAt))
    .limit(1);
  return row && row.traces > 0 ? row.bytes / row.traces : null;
}
