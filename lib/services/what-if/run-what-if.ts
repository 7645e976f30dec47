import type { Queryable } from "@/db/client";
import type { LeftOutArm, StoredHealth, WhatIfAnswer, WhatIfArm, WhatIfRequest } from "@/lib/contracts";
import { changedSettings } from "@/lib/domain/what-if-changes";
import {
  type Change,
  type ResponseTable,
  type StoredDifference,
  storedDifference,
  whatIf,
} from "@/lib/rewards";
import { type ArmSource, armSources } from "./arm-sources";
import { Breather } from "./breathe";
import { type LoadedArm, loadArm, refuseTooMany } from "./load-responses";
import { rescoreInSlices } from "./rescore-slices";
import { settingsOf } from "./settings-of";
import { type TracePlace, tracesOfRows } from "./trace-ids";

type Rescorable = ArmSource & { stored: NonNullable<ArmSource["stored"]> };
const isRescorable = (source: ArmSource): source is Rescorable => source.stored !== null;

/** Why an arm is not part of an answer. */
export function leftOut({ base }: LoadedArm, reason: LeftOutArm["reason"]): LeftOutArm {
  return { ...base, reason };
}

/**
 * Rescores every stored response of a selection under changed settings, each arm against its own. Answers come from the
 * counts alone: nothing is sampled and nothing is trained. Throws `invalid-request` that names a setting which makes no
 * sense beside an arm's others, before any response is read.
 * @param signal ends the computation: nobody waits for it any more
 */
export async function runWhatIf(
  db: Queryable,
  request: WhatIfRequest,
  signal?: AbortSignal,
): Promise<WhatIfAnswer> {
  const sources = await armSources(db, request, "train");
  for (const { stored, arm } of sources.filter(isRescorable)) settingsOf(stored, request.changes, arm.name);
  await refuseTooMany(db, sources);
  const loaded = await Promise.all(sources.map((source) => loadArm(db, source)));
  const breather = new Breather(signal);
  const answer: WhatIfAnswer = { arms: [], leftOut: [] };
  for (const each of loaded) {
    if (each.source.stored === null) answer.leftOut.push(leftOut(each, "no-reward"));
    else if (each.table.size === 0) answer.leftOut.push(leftOut(each, "no-responses"));
    else answer.arms.push(await rescoredArm(db, each, request, breather));
  }
  return answer;
}

async function rescoredArm(
  db: Queryable,
  loaded: LoadedArm,
  { changes, examples: count }: WhatIfRequest,
  breather: Breather,
): Promise<WhatIfArm> {
  const { table, base, source } = loaded;
  if (source.stored === null) throw new Error("an arm without a reward cannot be rescored");
  const { stored } = source;
  const settings = settingsOf(stored, changes, base.arm.name);
  const before = await rescoreInSlices(table, stored, breather);
  const changed = changedSettings(stored, settings).length > 0;
  const after = changed ? await rescoreInSlices(table, settings, breather) : before;
  const { examples, ...summary } = whatIf(table, before, after, { examples: count });
  await breather.pause();
  const difference = storedDifference(table, before);
  await breather.pause();
  const traces = await tracesOfRows(db, loaded, [...examples.map(({ row }) => row), ...difference.rows]);
  return {
    ...base,
    ...summary,
    stored,
    settings,
    withContinuations: withContinuations(table),
    examples: examples.flatMap((example) => exampleOf(example, traces)),
    health: healthOf(difference, traces),
  };
}

function exampleOf({ row, ...change }: Change, traces: Map<number, TracePlace>): WhatIfArm["examples"] {
  const trace = traces.get(row);
  return trace ? [{ ...trace, ...change }] : [];
}

function healthOf({ rows, ...counts }: StoredDifference, traces: Map<number, TracePlace>): StoredHealth {
  return { ...counts, traceIds: rows.flatMap((row) => traces.get(row)?.traceId ?? []) };
}

function withContinuations({ size, stepStart, requested }: ResponseTable): number {
  let count = 0;
  for (let i = 0; i < size; i += 1) {
    const steps = requested.subarray(stepStart[i], stepStart[i + 1]);
    count += Number(steps.some((n) => n > 0));
  }
  return count;
}
