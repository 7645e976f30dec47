import { readFileSync } from "node:fs";
import { z } from "zod";
import { LAUNCHER_NAMES } from "@/lib/contracts/launchers";
import { quantile, table } from "../throwaway-database";
import type { FaultResult } from "./run";

const names = z.array(z.string());

const resultFile = z.array(
  z.strictObject({
    launcher: z.enum(LAUNCHER_NAMES),
    seed: z.int(),
    struck: z.array(z.strictObject({ kind: z.string(), what: z.string(), seconds: z.number().nullable() })),
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

const FINDINGS = ["lost", "duplicates", "outOfOrder", "wrongEnds", "orphans"] as const;

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
