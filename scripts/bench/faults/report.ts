import { readFileSync } from "node:fs";
import { z } from "zod";
import { LAUNCHER_NAMES } from "@/lib/contracts/launchers";
import { quantile, table } from "../throwaway-database";
import type { OutageResult } from "./outage";
import type { FaultResult } from "./run";
import type { Truth } from "./truth";

const names = z.array(z.string());

const resultFile = z.array(
  z.strictObject({
    launcher: z.enum(LAUNCHER_NAMES),
    seed: z.int(),
    struck: z.array(
      z.strictObject({
        kind: z.string(),
        what: z.string(),
        seconds: z.number().nullable(),
        last: z.string(),
      }),
    ),
    attempts: z.int(),
    acknowledgedSteps: z.int(),
    storedRecords: z.int(),
    ...{ lost: names, duplicates: names, outOfOrder: names, wrongEnds: names, orphans: names },
    jobs: z.int(),
    minutes: z.number(),
    at: z.string(),
  }),
);

/** Reads what runs have written with --json. */
export function readResults(paths: readonly string[]): FaultResult[] {
  return paths.flatMap((path) => resultFile.parse(JSON.parse(readFileSync(path, "utf8"))));
}

const PROMISES = ["lost", "duplicates", "outOfOrder", "wrongEnds"] as const;
const FINDINGS = [...PROMISES, "orphans"] as const;

/** Whether nothing was lost, doubled, mixed up or ended wrongly. */
export function isTrue(truth: Truth): boolean {
  return PROMISES.every((what) => truth[what].length === 0);
}

/** What a time without a server did, in a few lines. */
export function renderOutage({ rounds, stepTimes, truths }: OutageResult): string {
  const percent = (ratio: number) => `${((ratio - 1) * 100).toFixed(1)}%`;
  const [low, high] = stepTimes.interval;
  const broken = truths.flatMap((truth) =>
    PROMISES.flatMap((what) => truth[what].map((line) => `${what}: ${line}`)),
  );
  const told = truths.reduce((sum, { acknowledgedSteps }) => sum + acknowledgedSteps, 0);
  const stored = truths.reduce((sum, { storedRecords }) => sum + storedRecords, 0);
  return [
    ...rounds.map(
      ({ minutes, waitingRecords, secondsToArrive }, i) =>
        `Round ${i + 1}: ${minutes} minutes without a server; ${waitingRecords} records waited, ` +
        (secondsToArrive === null
          ? "not all arrived."
          : `all arrived within ${secondsToArrive.toFixed(1)} s.`),
    ),
    `Train step: ${stepTimes.absentMs.toFixed(0)} ms without, ${stepTimes.presentMs.toFixed(0)} ms with a server; ` +
      `paired ${percent(stepTimes.ratio)} [${percent(low)}, ${percent(high)}] ` +
      `(${stepTimes.trainSteps} train steps in ${stepTimes.blocks} blocks).`,
    `${told} train steps of paced trainers were told safe, ${stored} records stored, ${broken.length} findings.`,
    ...broken,
  ].join("\n");
}

/** Everything that should not be, by name. */
export function findingsOf(results: readonly FaultResult[]): string[] {
  return results.flatMap((result) => [
    ...FINDINGS.flatMap((what) => result[what].map((line) => `${result.launcher}, ${what}: ${line}`)),
    ...result.struck
      .filter(({ seconds }) => seconds === null)
      .map(({ kind, what }) => `${result.launcher}, not recovered: ${kind} (${what})`),
  ]);
}

const seconds = (values: readonly number[], p: number) =>
  values.length === 0 ? "" : quantile(values, p).toFixed(1);

/** Two Markdown tables: what was lost and broken by launcher, and the recovery by kind of fault. */
export function renderResults(results: readonly FaultResult[]): string {
  const launchers = LAUNCHER_NAMES.filter((name) => results.some(({ launcher }) => launcher === name));
  const of = (launcher: string) => results.filter((result) => result.launcher === launcher);
  const sum = (list: readonly FaultResult[], count: (result: FaultResult) => number) =>
    list.reduce((total, result) => total + count(result), 0).toLocaleString("en");
  const summary = [...launchers.map((name) => [name, of(name)] as const), ["together", results] as const].map(
    ([name, list]) => [
      name,
      sum(list, ({ struck }) => struck.length),
      sum(list, ({ jobs }) => jobs),
      sum(list, ({ attempts }) => attempts),
      sum(list, ({ acknowledgedSteps }) => acknowledgedSteps),
      sum(list, ({ storedRecords }) => storedRecords),
      ...FINDINGS.map((what) => sum(list, (result) => result[what].length)),
    ],
  );
  const heads = ["launcher", "faults", "jobs", "attempts", "train steps told safe", "records stored"];
  const ends = ["lost", "stored twice", "out of order", "wrong end states", "orphan processes"];
  const kinds = [...new Set(results.flatMap(({ struck }) => struck.map(({ kind }) => kind)))].sort();
  const recovery = kinds.map((kind) => [
    kind,
    ...launchers.map((launcher) => {
      const hits = of(launcher).flatMap(({ struck }) => struck.filter((one) => one.kind === kind));
      const took = hits.flatMap((hit) => (hit.seconds === null ? [] : [hit.seconds]));
      const missed = took.length < hits.length ? `, ${hits.length - took.length} not` : "";
      return hits.length === 0 ? "" : `${seconds(took, 0.5)} / ${seconds(took, 1)} (${hits.length}${missed})`;
    }),
  ]);
  return [
    table([...heads, ...ends], summary),
    "Seconds to recover: median / worst (faults).",
    table(["fault", ...launchers], recovery),
  ].join("\n\n");
}
