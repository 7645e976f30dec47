import { type SettingChanges, type WhatIfSettings, whatIfSettings } from "@/lib/contracts";
import { AppError } from "@/lib/domain/errors";
import { applyChanges } from "@/lib/domain/what-if-changes";
import { fieldErrors } from "@/lib/server/problem";

/** An arm's settings with the changes over them. Throws `invalid-request` that names the field and the arm. */
export function settingsOf(stored: WhatIfSettings, changes: SettingChanges, arm: string): WhatIfSettings {
  const parsed = whatIfSettings.safeParse(applyChanges(stored, changes));
  if (parsed.success) return parsed.data;
  const fields = fieldErrors(parsed.error).map(({ path, message }) => ({
    path: `changes.${path}`,
    message: `${message} (arm ${arm})`,
  }));
  const detail = fields.map(({ path, message }) => `${path}: ${message}`).join("; ");
  throw new AppError("invalid-request", { detail, fields }, parsed.error);
}
