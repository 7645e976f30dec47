import type { Queryable } from "@/db/client";
import type { AgreementView } from "@/lib/contracts";
import { agreementOf } from "@/lib/reviews/agreement";
import { REVIEW_METHOD, REVIEW_SEED } from "@/lib/reviews/estimate";
import { readDone } from "./done-by";
import { judgedOf, saidOf } from "./said";
import { requireSet } from "./sets";

/** How far the raters of a set agree, over traces that two or more have done. Throws `not-found`. */
export async function readAgreement(db: Queryable, setId: string): Promise<AgreementView> {
  await requireSet(db, setId);
  const { traces, raters, sayings } = await readDone(db, setId);
  const judged = traces.map(({ traceId, stepCount, done }) => ({
    stepCount,
    byRater: new Map(done.map(({ id }) => [id, judgedOf(saidOf(sayings, traceId, id))])),
  }));
  return { ...agreementOf(judged, raters), method: REVIEW_METHOD, seed: REVIEW_SEED };
}
