import type { Db } from "@/db/client";
import {
  lastChunkId,
  selectNonFinite,
  selectRunningTrainings,
  selectSilent,
} from "@/db/queries/notification-watch";
import { type RuleRow, selectWatching } from "@/db/queries/notifications";
import { decodeNumber, type NotificationWatch } from "@/lib/contracts";
import { formatValue } from "@/lib/format/number";
import { findCollapse, type StepValue, windowMeans } from "@/lib/metrics/collapse";
import { readSeries } from "../series/read-series";
import { raiseFor } from "./raise";

/** Batches are numbered when a transaction begins to write them, not when it commits: a few late ones are read again. */
const LATE_CHUNKS = 10_000;
/** Most values of a curve that are looked at; longer ones are read in windows of train steps. */
const MOST_VALUES = 1000;

type Training = Awaited<ReturnType<typeof selectRunningTrainings>>[number];
type WatchOf<K extends NotificationWatch["kind"]> = Extract<NotificationWatch, { kind: K }>;

const concerns = (rule: RuleRow, ablationId: string) =>
  rule.ablationId === null || rule.ablationId === ablationId;

/** Watches what no status change tells: numbers that are not finite, curves, silence. One per server process. */
export class Watch {
  private chunkId = 0;
  /** How far each run was when its curves were last looked at. */
  private readonly seenSteps = new Map<string, number>();

  constructor(
    private readonly db: Db,
    /** Silence from before the server was there is nobody's fault. */
    private readonly upSince: Date,
  ) {}

  /** One look at everything that rules watch. Costs nothing where no rule does. */
  async look(now: Date): Promise<void> {
    await this.nonFinite(now);
    await this.curves(now);
    await this.silence(now);
  }

  private async nonFinite(at: Date): Promise<void> {
    const rules = await selectWatching(this.db, "non-finite");
    if (rules.length === 0) return;
    const from = Math.max(0, this.chunkId - LATE_CHUNKS);
    const last = await lastChunkId(this.db);
    for (const found of await selectNonFinite(this.db, from))
      for (const rule of rules) {
        const { metric } = rule.watch as WatchOf<"non-finite">;
        // A new rule is not about what was over before it was made.
        if (found.endedAtMs !== null && found.endedAtMs < rule.createdAt.getTime()) continue;
        if (!concerns(rule, found.ablationId) || (metric !== null && metric !== found.metric)) continue;
        const steps =
          found.fromTrainStep === found.toTrainStep
            ? `train step ${found.fromTrainStep}`
            : `train steps ${found.fromTrainStep} to ${found.toTrainStep}`;
        await raiseFor(this.db, rule, {
          kind: "non-finite",
          // One for each attempt: a diverged training has hundreds of series with NaN.
          dedupe: `non-finite:${found.attemptId}:${metric ?? ""}`,
          ablationId: found.ablationId,
          runId: found.runId,
          title: `${found.what} in ${found.metric}`,
          detail: `At ${steps}.`,
          at,
        });
      }
    this.chunkId = last;
  }

  private async curves(at: Date): Promise<void> {
    const rules = [
      ...(await selectWatching(this.db, "reward-collapse")),
      ...(await selectWatching(this.db, "metric")),
    ];
    if (rules.length === 0) return;
    for (const training of await selectRunningTrainings(this.db)) {
      const step = training.lastTrainStep ?? 0;
      if (this.seenSteps.get(training.runId) === step) continue;
      this.seenSteps.set(training.runId, step);
      const own = rules.filter((rule) => concerns(rule, training.ablationId));
      if (own.length > 0) await this.curvesOf(training, own, at);
    }
  }

  private async curvesOf(training: Training, rules: RuleRow[], at: Date): Promise<void> {
    const names = rules.map((rule) => metricOf(rule.watch)).filter((name) => name !== null);
    const answer = await readSeries(this.db, {
      runIds: [training.runId],
      names,
      buckets: MOST_VALUES,
      axis: "trainStep",
      superseded: false,
    });
    for (const rule of rules) {
      const series = answer.series.find(({ name }) => name === metricOf(rule.watch));
      const values = (series?.segments ?? []).flatMap(({ marks }) =>
        marks.flatMap(({ lastTrainStep: trainStep, mean }) =>
          mean === null ? [] : [{ trainStep, value: decodeNumber(mean) }],
        ),
      );
      const found = judge(rule.watch, values);
      if (!found) continue;
      await raiseFor(this.db, rule, {
        kind: rule.watch.kind,
        dedupe: `${rule.watch.kind}:${training.attemptId ?? training.runId}`,
        ablationId: training.ablationId,
        runId: training.runId,
        ...found,
        at,
      });
    }
  }

  private async silence(now: Date): Promise<void> {
    for (const rule of await selectWatching(this.db, "stalled")) {
      const { minutes } = rule.watch as WatchOf<"stalled">;
      const before = new Date(now.getTime() - minutes * 60_000);
      if (before < this.upSince) continue;
      for (const silent of await selectSilent(this.db, before)) {
        if (!concerns(rule, silent.ablationId)) continue;
        await raiseFor(this.db, rule, {
          kind: "stalled",
          // Again after it had spoken and fell silent once more.
          dedupe: `stalled:${silent.attemptId}:${silent.heardAt.toISOString()}`,
          ablationId: silent.ablationId,
          runId: silent.runId,
          title: `"${silent.jobName}" is silent`,
          detail: `Its trainer on ${silent.hostName} logged nothing since ${silent.heardAt.toISOString()}.`,
          at: now,
        });
      }
    }
  }
}

function metricOf(watch: NotificationWatch): string | null {
  return watch.kind === "reward-collapse" || watch.kind === "metric" ? watch.metric : null;
}

/** What a curve says to a rule; null: nothing worth telling. */
function judge(
  watch: NotificationWatch,
  values: readonly StepValue[],
): { title: string; detail: string } | null {
  if (watch.kind === "reward-collapse") {
    const found = findCollapse(values, watch);
    if (!found) return null;
    return {
      title: `${watch.metric} collapsed`,
      detail: `From ${formatValue(found.best.mean)} at train step ${found.best.trainStep} to ${formatValue(found.last.mean)} at ${found.last.trainStep} (it began at ${formatValue(found.first)}; means over ${watch.window} train steps).`,
    };
  }
  if (watch.kind !== "metric") return null;
  const last = windowMeans(values, watch.window).at(-1);
  if (!last || !(watch.is === "above" ? last.mean > watch.value : last.mean < watch.value)) return null;
  return {
    title: `${watch.metric} is ${watch.is} ${formatValue(watch.value)}`,
    detail: `${formatValue(last.mean)} at train step ${last.trainStep} (mean over ${watch.window} train steps).`,
  };
}
