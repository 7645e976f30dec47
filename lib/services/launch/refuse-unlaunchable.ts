import type { Queryable } from "@/db/client";
import { findHost } from "@/db/queries/hosts";
import type { AblationSpec } from "@/lib/contracts";
import { checkLaunch } from "@/lib/domain/check-launch";
import { AppError } from "@/lib/domain/errors";

/** Throws `invalid-request` naming every field that cannot be launched, the host included. */
export async function refuseUnlaunchable(db: Queryable, spec: AblationSpec): Promise<void> {
  const fields = checkLaunch(spec);
  const host = spec.hostId === null ? null : await findHost(db, spec.hostId);
  if (spec.hostId !== null && !host)
    fields.push({ path: "hostId", message: "no host of this id has registered" });
  if (host?.state === "removed")
    fields.push({ path: "hostId", message: `${host.name} was removed: choose another host, or any` });
  if (fields.length === 0) return;
  const detail = fields.map((field) => `${field.path}: ${field.message}`).join("; ");
  throw new AppError("invalid-request", { detail, fields });
}
