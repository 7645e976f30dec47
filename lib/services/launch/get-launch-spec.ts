import type { Db } from "@/db/client";
import { findAblationSpec } from "@/db/queries/ablations";
import { type AblationSpec, ablationSpec } from "@/lib/contracts";
import { notFound } from "@/lib/domain/errors";

/** The spec of an earlier launch, ready to be launched again. Throws `not-found`. */
export async function getLaunchSpec(db: Db, ablationId: string): Promise<AblationSpec> {
  const found = await findAblationSpec(db, ablationId);
  if (!found) throw notFound("ablation", ablationId);
  // Parsed so that fields which an older version did not have get their defaults.
  return ablationSpec.parse(found.spec);
}
