import type { Queryable } from "@/db/client";
import { selectAllHosts } from "@/db/queries/hosts";
import type { AblationSpec } from "@/lib/contracts";
import { checkLaunch } from "@/lib/domain/check-launch";
import { checkPlaces } from "@/lib/domain/check-places";
import { AppError } from "@/lib/domain/errors";
import { checkFork } from "./forks";

/** Throws `invalid-request` naming every field that cannot be launched, hosts and their settings included. */
export async function refuseUnlaunchable(db: Queryable, spec: AblationSpec): Promise<void> {
  const fields = [
    ...checkLaunch(spec),
    ...checkPlaces(spec, await selectAllHosts(db)),
    ...(await checkFork(db, spec)),
  ];
  if (fields.length === 0) return;
  const detail = fields.map((field) => `${field.path}: ${field.message}`).join("; ");
  throw new AppError("invalid-request", { detail, fields });
}
