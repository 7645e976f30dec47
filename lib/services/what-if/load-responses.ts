import type { Queryable } from "@/db/client";
import { countResponses, selectResponseBytes } from "@/db/queries/response-table";
import type { ResponseBase } from "@/lib/contracts";
import { AppError } from "@/lib/domain/errors";
import { formatCount } from "@/lib/format/number";
import type { ArmSource } from "./arm-sources";
import { type BuiltTable, buildTableOf } from "./build-table";
import { decodeResponses } from "./decode-responses";

/** Most responses of one request: what fits into memory beside everything else a server does. */
export const MOST_RESPONSES = 1_000_000;

/** An arm's responses, and what they rest on. */
export interface LoadedArm extends BuiltTable {
  source: ArmSource;
  base: ResponseBase;
}

/** Refuses more responses than one answer may rest on, before any of them is read. */
export async function refuseTooMany(db: Queryable, sources: readonly ArmSource[]): Promise<void> {
  const ranges = sources.flatMap((source) => source.ranges);
  const counts = await Promise.all(ranges.map((range) => countResponses(db, range)));
  const total = counts.reduce((sum, n) => sum + n, 0);
  if (total <= MOST_RESPONSES) return;
  const message = `${formatCount(total)} responses are stored there, at most ${formatCount(MOST_RESPONSES)} are read at once: take fewer arms or train steps`;
  throw new AppError("invalid-request", { detail: message, fields: [{ path: "toTrainStep", message }] });
}

/** Reads an arm's responses. */
export async function loadArm(db: Queryable, source: ArmSource): Promise<LoadedArm> {
  const decoded = await Promise.all(
    source.ranges.map(async (range) => decodeResponses(await selectResponseBytes(db, range))),
  );
  const built = buildTableOf(decoded);
  const responsesOf = new Map(source.ranges.map(({ runId }, i) => [runId, decoded[i]?.responses ?? 0]));
  const base = {
    arm: source.arm,
    runs: source.runs.map(({ id, seed, status }) => {
      return { runId: id, seed, status, responses: responsesOf.get(id) ?? 0 };
    }),
    trainSteps: trainStepsOf(built.origin.trainStep),
    traceSampling: source.traceSampling,
  };
  return { source, base, ...built };
}

function trainStepsOf(column: Int32Array): ResponseBase["trainSteps"] {
  if (column.length === 0) return null;
  const bounds = { from: Number.MAX_SAFE_INTEGER, to: 0 };
  for (const trainStep of column) {
    bounds.from = Math.min(bounds.from, trainStep);
    bounds.to = Math.max(bounds.to, trainStep);
  }
  return bounds;
}
