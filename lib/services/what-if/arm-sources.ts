import type { Queryable } from "@/db/client";
import { currentSpans } from "@/db/queries/current-attempts";
import type { RunResponses } from "@/db/queries/response-table";
import {
  type ResultArm,
  type ResultSelection,
  rewardConfig,
  type TraceOrigin,
  type WhatIfSettings,
  whatIfSettings,
} from "@/lib/contracts";
import { AppError, notFound } from "@/lib/domain/errors";
import { toWhatIfSettings } from "@/lib/rewards";
import type { RunRow } from "@/lib/services/results/rows";
import { readTrainedArms } from "@/lib/services/results/trained-arms";

/** What a request says about which responses it wants. */
export interface ResponseRequest {
  selection: ResultSelection;
  arms: readonly string[];
  fromTrainStep?: number | undefined;
  toTrainStep?: number | undefined;
}

/** One arm and where its stored responses are. */
export interface ArmSource {
  arm: ResultArm;
  runs: RunRow[];
  /** One a run, in the same order. */
  ranges: RunResponses[];
  /** How its runs were rewarded; null where they were not. */
  stored: WhatIfSettings | null;
  traceSampling: number | null;
}

/** The settings that rescore a run as it was trained, or null for a run without a reward. */
function storedSettings({ config }: RunRow): WhatIfSettings | null {
  const reward = rewardConfig.safeParse(config.reward);
  const grpo = config.grpo;
  const scale =
    typeof grpo === "object" && grpo !== null && "scaleRewards" in grpo ? grpo.scaleRewards : "group";
  const scaleRewards = whatIfSettings.shape.scaleRewards.safeParse(scale);
  return reward.success && scaleRewards.success ? toWhatIfSettings(reward.data, scaleRewards.data) : null;
}

/** The share of groups kept, where all of an arm's runs say the same. */
function samplingOf(runs: readonly RunRow[]): number | null {
  const shares = new Set(runs.map(({ config }) => config.traceSampling));
  const [share] = shares;
  return shares.size === 1 && typeof share === "number" ? share : null;
}

/** Refuses what would be nobody's answer: arms that do not exist, a range that holds nothing. */
function check(request: ResponseRequest, known: readonly ResultArm[]): void {
  const fields = request.arms
    .map((key, i) => ({ key, path: `arms.${i}` }))
    .filter(({ key }) => known.every((arm) => arm.key !== key))
    .map(({ key, path }) => ({ path, message: `${key} is no arm of this selection` }));
  const { fromTrainStep, toTrainStep } = request;
  if (fromTrainStep !== undefined && toTrainStep !== undefined && toTrainStep < fromTrainStep)
    fields.push({ path: "toTrainStep", message: "must not be below fromTrainStep" });
  const [first] = fields;
  if (first) throw new AppError("invalid-request", { detail: `${first.path}: ${first.message}`, fields });
}

/** The arms that are asked for, in their order. Throws not-found for a selection of which something does not exist. */
export async function armSources(
  db: Queryable,
  request: ResponseRequest,
  origin: TraceOrigin,
): Promise<ArmSource[]> {
  const trained = await readTrainedArms(db, request.selection);
  if (!trained) throw notFound("selection", JSON.stringify(request.selection));
  check(request, trained.arms);
  const wanted = trained.arms.filter(({ key }) => request.arms.length === 0 || request.arms.includes(key));
  const { fromTrainStep, toTrainStep } = request;
  return Promise.all(
    wanted.map(async (arm) => {
      const runs = trained.members.filter((member) => member.arm === arm.key).map(({ run }) => run);
      const [first] = runs;
      const stored = first ? storedSettings(first) : null;
      const ranges = await Promise.all(
        // An SFT run has no responses: its attempts need not be looked up.
        (stored === null ? [] : runs).map(async ({ id: runId }) => {
          return { runId, spans: await currentSpans(db, runId), origin, fromTrainStep, toTrainStep };
        }),
      );
      return { arm, runs, ranges, stored, traceSampling: samplingOf(runs) };
    }),
  );
}
