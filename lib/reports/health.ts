import type { FrozenRecomputation, ReportContent } from "@/lib/contracts/report";
import { listed, resultNames } from "@/lib/domain/result-names";

/** One line of the data health: what was looked at and what was found. */
export interface HealthLine {
  label: string;
  /** ok: nothing to report; note: something a reader must know. */
  state: "ok" | "note";
  text: string;
}

type Facts = Pick<ReportContent, "results" | "health" | "runs">;

const grouped = new Intl.NumberFormat("en-US");
const counted = (n: number, one: string, many = `${one}s`) => `${grouped.format(n)} ${n === 1 ? one : many}`;
const shareOf = (part: number, whole: number) =>
  whole === 0 ? "" : ` (${((100 * part) / whole).toFixed(part > 0 && part / whole < 0.001 ? 3 : 1)}%)`;
const line = (label: string, bad: number, text: string): HealthLine => ({
  label,
  state: bad > 0 ? "note" : "ok",
  text,
});

const ENDED_BADLY = new Set(["failed", "cancelled", "skipped", "lost"]);

function jobsLine({ health }: Facts): HealthLine {
  const of = (wanted: (status: string) => boolean) =>
    health.jobs.filter((each) => wanted(each.status)).reduce((total, each) => total + each.jobs, 0);
  const done = of((status) => status === "succeeded");
  const bad = of((status) => ENDED_BADLY.has(status));
  const open = of((status) => status !== "succeeded" && !ENDED_BADLY.has(status));
  const text = `${counted(done, "job")} succeeded, ${bad} failed, cancelled or skipped, ${open} not ended.`;
  return line("Jobs", bad + open, text);
}

function attemptsLine({ health: { attempts } }: Facts): HealthLine {
  const { all, jobsTriedAgain, superseded, lost } = attempts;
  return line(
    "Attempts",
    jobsTriedAgain + lost,
    `${counted(all, "attempt")}; ${counted(jobsTriedAgain, "job")} tried more than once, ${superseded} attempts superseded, ${lost} lost. What a later attempt did again is told from the later one; its cost counts.`,
  );
}

/** Trained arms without a finished evaluation of a launched seed on a benchmark. */
function missingLine({ results }: Facts): HealthLine {
  const names = resultNames(results);
  const have = new Set(results.cells.map((cell) => `${cell.arm} ${cell.seed} ${cell.benchmark}`));
  const trained = results.arms.filter((arm) => arm.source === "trained");
  const missing = trained.flatMap((arm) =>
    results.benchmarks.flatMap((benchmark) => {
      const seeds = results.seeds.filter((seed) => !have.has(`${arm.key} ${seed} ${benchmark.key}`));
      return seeds.length === 0
        ? []
        : [`${names.arm(arm.key)} on ${names.benchmark(benchmark.key)}: seed ${seeds.join(", ")}`];
    }),
  );
  return line(
    "Seeds without a result",
    missing.length,
    missing.length === 0
      ? "None: every trained arm has every seed on every benchmark."
      : `${listed(missing, "; ")}.`,
  );
}

function ungradedLine({ results }: Facts): HealthLine {
  const trained = results.cells.filter((cell) => cell.evaluationId !== null);
  const lost = trained.reduce((total, cell) => total + cell.ungraded, 0);
  const all = trained.reduce((total, cell) => total + cell.ungraded + cell.graded, 0);
  return line(
    "Ungraded decodes",
    lost,
    `${grouped.format(lost)} of ${counted(all, "evaluation decode")}${shareOf(lost, all)} have no verdict: left out, never wrong.`,
  );
}

function responsesLines({ health }: Facts): HealthLine[] {
  const trained = health.traces.filter((each) => each.origin === "train");
  const sum = (pick: (each: (typeof trained)[number]) => number) =>
    trained.reduce((total, each) => total + pick(each), 0);
  const responses = sum((each) => each.responses);
  if (responses === 0)
    return [
      line("Training responses", 0, "None are stored: nothing is known about truncated or lost samples."),
    ];
  const truncated = sum((each) => each.truncated);
  const unrewarded = sum((each) => each.withoutReward);
  const invalid = sum((each) => each.invalidFormat);
  const [requested, returned] = [sum((each) => each.requested), sum((each) => each.returned)];
  const cut = sum((each) => each.truncatedContinuations);
  const kept =
    health.traceSampling === null
      ? ""
      : ` ${Number((100 * health.traceSampling).toFixed(1))}% of responses are kept.`;
  const lost = requested - returned;
  return [
    line(
      "Training responses",
      unrewarded,
      `${counted(responses, "response")} stored.${kept} ${grouped.format(truncated)} truncated${shareOf(truncated, responses)}, ${grouped.format(invalid)} of invalid format${shareOf(invalid, responses)}, ${grouped.format(unrewarded)} without a reward (unknown, left out of their group).`,
    ),
    line(
      "Continuations",
      lost,
      requested === 0
        ? "None were requested."
        : `${grouped.format(lost)} of ${grouped.format(requested)} requested were lost${shareOf(lost, requested)}: missing, never failures. ${grouped.format(cut)} of ${grouped.format(returned)} returned were truncated${shareOf(cut, returned)}: failures.`,
    ),
  ];
}

function recomputedLine({ health: { recomputed } }: Facts): HealthLine[] {
  if (recomputed === null)
    return [line("Stored rewards", 1, "Not computed again: there are too many responses for that.")];
  const sum = (pick: (each: FrozenRecomputation) => number) =>
    recomputed.reduce((total, each) => total + pick(each), 0);
  const rewards = sum((each) => each.rewards);
  if (rewards === 0) return [];
  const [wrong, shifted] = [sum((each) => each.rewardsDiffer), sum((each) => each.advantagesDiffer)];
  return [
    line(
      "Stored rewards",
      wrong + shifted,
      `Computed again from the stored counts: ${grouped.format(wrong)} of ${grouped.format(rewards)} rewards and ${grouped.format(shifted)} of ${grouped.format(sum((each) => each.advantages))} advantages differ.`,
    ),
  ];
}

function refusedLine({ health }: Facts): HealthLine {
  const { refusedBatches } = health;
  return line(
    "Refused batches",
    refusedBatches,
    refusedBatches === 0
      ? "None: everything that trainers sent was stored."
      : `${counted(refusedBatches, "batch", "batches")} of events refused for their content; what they held is missing here.`,
  );
}

function nonFiniteLine({ health: { nonFinite }, runs }: Facts): HealthLine {
  const names = new Map(runs.map((run) => [run.runId, run.name]));
  const told = nonFinite
    .slice(0, 8)
    .map((each) => `${each.metric} of ${names.get(each.runId) ?? each.runId}`);
  const more = nonFinite.length > told.length ? ` and ${nonFinite.length - told.length} more` : "";
  return line(
    "NaN and infinities",
    nonFinite.length,
    nonFinite.length === 0 ? "None in any logged metric." : `In ${told.join(", ")}${more}.`,
  );
}

/** Everything that went wrong or is missing, in words and counts; what was looked at and found clean is said too. */
export function healthLines(facts: Facts): HealthLine[] {
  return [
    jobsLine(facts),
    attemptsLine(facts),
    missingLine(facts),
    ungradedLine(facts),
    ...responsesLines(facts),
    ...recomputedLine(facts),
    refusedLine(facts),
    nonFiniteLine(facts),
  ];
}
