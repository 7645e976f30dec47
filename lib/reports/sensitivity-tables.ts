import type {
  ContinuationPoint,
  LostVariation,
  NumberVariation,
  SensitivityAnswer,
  SensitivityArm,
} from "@/lib/contracts/sensitivity";
import { csvOf } from "./csv";

/** A table of texts, for a page and for a file. */
export interface TextTable {
  title: string;
  head: string[];
  rows: string[][];
  /** Row that stands for the settings as trained; -1: none does. */
  trained: number;
}

/** What one arm's stored responses say of other settings. */
export interface ArmSensitivity {
  arm: string;
  /** n behind every number. */
  basis: string;
  tables: TextTable[];
}

const grouped = new Intl.NumberFormat("en-US");
const percent = (part: number, whole: number) =>
  whole === 0 ? "–" : `${((100 * part) / whole).toFixed(1)}%`;
const share = (value: number) => `${(100 * value).toFixed(1)}%`;

/** "3.2% ± 0.1%": a resampled share with its Monte Carlo standard error. */
const withError = ({ value, error }: { value: number; error: number }) =>
  `${share(value)} ± ${(100 * error).toFixed(2)}%`;

function continuationRow(point: ContinuationPoint): string[] {
  const { continuations, kind, responses, gate, spread, ranks, resampled } = point;
  return [
    `${continuations}${kind === "forecast" ? " (forecast)" : ""}`,
    grouped.format(responses),
    gate ? share(gate.flips) : "–",
    spread ? spread.rms.toFixed(3) : "–",
    ranks ? share(ranks.reversed) : "–",
    resampled ? withError(resampled.flipped) : "–",
  ];
}

function continuationsTable({ continuations, settings }: SensitivityArm): TextTable {
  return {
    title: `M' continuations a trace step (trained with M = ${settings.continuationsPerStep})`,
    head: ["M'", "responses", "gate flips", "SD of R_proc", "pairs reversed", "advantage signs flipped"],
    rows: continuations.map(continuationRow),
    trained: continuations.findIndex((point) => point.continuations === settings.continuationsPerStep),
  };
}

const VARIED = [
  "gate passes",
  "groups without signal",
  "advantage signs flipped",
  "pairs reversed",
  "rewards unknown",
];

function variationRow({ gate, signal, signs, ranks, unknown }: NumberVariation | LostVariation): string[] {
  return [
    percent(gate.pass, gate.n),
    percent(signal.groups - signal.withSignal, signal.groups),
    percent(signs.flipped, signs.n),
    percent(ranks.discordant, ranks.pairs),
    grouped.format(unknown.all),
  ];
}

function variationTable(
  title: string,
  name: string,
  variations: readonly (NumberVariation | LostVariation)[],
  trained: number | string,
): TextTable {
  return {
    title,
    head: [name, ...VARIED],
    rows: variations.map((each) => [String(each.value), ...variationRow(each)]),
    trained: variations.findIndex((each) => each.value === trained),
  };
}

/** Every other value of a fine grid at the most: the whole grid is in the exported file. */
const TAU_SHOWN = 0.25;

const onGrid = (value: number) => Math.abs(value / TAU_SHOWN - Math.round(value / TAU_SHOWN)) < 1e-9;

function tablesOf(arm: SensitivityArm, whole: boolean): TextTable[] {
  const { settings, base } = arm;
  const tau = whole ? arm.tau : arm.tau.filter(({ value }) => onGrid(value) || value === settings.tau);
  const lost = base.requested > base.returned;
  return [
    continuationsTable(arm),
    variationTable(`Gate threshold τ (trained with ${settings.tau})`, "τ", tau, settings.tau),
    variationTable(
      `Scored trace steps K_max (trained with ${settings.maxScoredSteps})`,
      "K_max",
      arm.maxScoredSteps,
      settings.maxScoredSteps,
    ),
    ...(lost || whole ? [variationTable("Lost continuations taken as", "as", arm.lost, settings.lost)] : []),
  ];
}

/** Arms whose responses were continued in the reward; outcome-only arms have nothing to vary. */
export function sensitivityTables({ arms }: SensitivityAnswer, whole = false): ArmSensitivity[] {
  return arms
    .filter(({ base }) => base.continued > 0)
    .map((arm) => {
      const { responses, groups, incompleteGroups, requested, returned } = arm.base;
      const incomplete =
        incompleteGroups > 0 ? `, ${grouped.format(incompleteGroups)} of them incomplete` : "";
      return {
        arm: arm.arm.name,
        basis: `n = ${grouped.format(responses)} stored responses in ${grouped.format(groups)} groups${incomplete}; ${grouped.format(requested - returned)} of ${grouped.format(requested)} continuations lost`,
        tables: tablesOf(arm, whole),
      };
    });
}

/** All of it, the whole grids included. */
export function sensitivityCsv(answer: SensitivityAnswer): string {
  const rows = sensitivityTables(answer, true).flatMap(({ arm, tables }) =>
    tables.flatMap(({ title, head, rows }) => [
      ["arm", title, ...head],
      ...rows.map((row) => [arm, "", ...row]),
      [],
    ]),
  );
  return csvOf(rows);
}
