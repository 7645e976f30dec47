import type { Queryable } from "@/db/client";
import type { SensitivityAnswer, SensitivityArm, SensitivityRequest, WhatIfSettings } from "@/lib/contracts";
import { AppError } from "@/lib/domain/errors";
import { type RedrawSettings, sensitivity } from "@/lib/rewards";
import { armSources } from "./arm-sources";
import { Breather } from "./breathe";
import { type LoadedArm, loadArm, refuseTooMany } from "./load-responses";
import { leftOut } from "./run-what-if";
import { settingsOf } from "./settings-of";

/** GDPO mixes the responses of a train step, so that none of them can be redrawn alone. */
function redrawable(settings: WhatIfSettings): RedrawSettings {
  const { scheme } = settings;
  if (scheme !== "gdpo") return { ...settings, scheme };
  const message =
    "GDPO normalises over a whole train step: choose a scheme that rewards each response by itself";
  throw new AppError("invalid-request", {
    detail: `changes.scheme: ${message}`,
    fields: [{ path: "changes.scheme", message }],
  });
}

/**
 * How much each arm's stored rewards depend on the number of continuations, the gate's threshold, K_max and lost
 * continuations. From stored counts alone; a long computation gives way to the server's other work every few
 * milliseconds, and ends with the signal.
 */
export async function runSensitivity(
  db: Queryable,
  request: SensitivityRequest,
  signal?: AbortSignal,
): Promise<SensitivityAnswer> {
  const sources = await armSources(db, request, request.origin);
  for (const { stored, arm } of sources)
    if (stored !== null) redrawable(settingsOf(stored, request.changes, arm.name));
  await refuseTooMany(db, sources);
  const breather = new Breather(signal);
  const answer: SensitivityAnswer = { arms: [], leftOut: [] };
  for (const source of sources) {
    const loaded = await loadArm(db, source);
    if (source.stored === null) answer.leftOut.push(leftOut(loaded, "no-reward"));
    else if (loaded.table.size === 0) answer.leftOut.push(leftOut(loaded, "no-responses"));
    else {
      const settings = redrawable(settingsOf(source.stored, request.changes, source.arm.name));
      answer.arms.push(await computed(loaded, settings, request, breather));
    }
  }
  return answer;
}

async function computed(
  { table, base }: LoadedArm,
  settings: RedrawSettings,
  { forecasts, seed }: SensitivityRequest,
  breather: Breather,
): Promise<SensitivityArm> {
  const steps = sensitivity(table, settings, { forecasts, seed });
  let step = steps.next();
  while (!step.done) {
    await breather.pause();
    step = steps.next();
  }
  return { ...base, settings, ...step.value };
}
