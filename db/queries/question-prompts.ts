import { asc, eq, sql } from "drizzle-orm";
import type { Queryable } from "@/db/client";
import { evaluationItems } from "@/db/schema";
import { plain } from "./question-results";

/** The first `characters` of every question's prompt of an evaluation, as stored; its first decode tells. */
export async function selectPromptStarts(db: Queryable, evaluationId: string, characters: number) {
  return db
    .selectDistinctOn([evaluationItems.question], {
      question: plain(evaluationItems.question),
      prompt: sql<string>`left(${evaluationItems.prompt}, ${characters})`,
      textEscaped: evaluationItems.textEscaped,
    })
    .from(evaluationItems)
    .where(eq(evaluationItems.evaluationId, evaluationId))
    .orderBy(asc(evaluationItems.question), asc(evaluationItems.decode));
}
