import { mean, standardDeviation } from "@/lib/stats/moments";
import type { ImportEvent } from "./importer";
import type { ParquetColumn } from "./parquet-rows";
import type { GroupKey } from "./train-log";
import { numberOf } from "./values";

/** Columns that are no reward function's, whatever they hold. */
const OTHERS = new Set(["step", "prompt", "completion", "advantage", "advantages"]);

/** TRL's own, in the denominator of an advantage. */
const EPSILON = 1e-4;
/** Advantages are computed in 32 or 16 bits. */
const TOLERANCE = 5e-3;

/** Names of the columns that reward functions fill: those of floats. */
export function rewardColumns(columns: readonly ParquetColumn[]): string[] {
  return columns.filter(({ name, float }) => float && !OTHERS.has(name)).map(({ name }) => name);
}

/** What a row says of its reward; null is unknown. */
export interface RowRewards {
  parts: { name: string; value: number | null }[];
  advantage: number | null;
}

/** The rewards of a file's rows: whether the sum of the functions is what TRL trained with, and each row's total. */
export class Totals {
  private readonly rows: { key: GroupKey; rewards: RowRewards }[] = [];
  private agrees: boolean | null = null;

  constructor(readonly columns: readonly string[]) {}

  read(values: Record<string, unknown>): RowRewards {
    return {
      parts: this.columns.map((name) => ({ name, value: known(numberOf(values[name])) })),
      advantage: numberOf(values.advantage ?? values.advantages),
    };
  }

  add(key: GroupKey, rewards: RowRewards): void {
    this.rows.push({ key, rewards });
    this.agrees = null;
  }

  /** The reward of a row, or null where its weights cannot be known or no function scored it. */
  totalOf({ parts }: RowRewards): number | null {
    const reward = parts.find(({ name }) => name === "reward");
    if (reward) return reward.value;
    if (this.columns.length !== 1 && !this.sumIsTotal()) return null;
    return sumOf(parts);
  }

  *all(): Generator<[GroupKey, number | null]> {
    for (const { key, rewards } of this.rows) yield [key, this.totalOf(rewards)];
  }

  *notes(file: string): Generator<ImportEvent> {
    const unscored = this.rows.filter(({ rewards }) =>
      rewards.parts.every(({ value }) => value === null),
    ).length;
    if (unscored > 0)
      yield note(
        "trap",
        `${unscored} responses of ${file} were scored by no reward function: their reward and advantage are unknown, where TRL logs an advantage of 0.`,
      );
    const named = this.columns.includes("reward");
    if (this.columns.length > 1 && !named && !this.sumIsTotal())
      yield note(
        "unknown",
        `${file} has ${this.columns.length} columns of rewards and no weights, and its advantages do not show that the reward is their sum: each is kept as a score of its own, the total is unknown.`,
      );
  }

  /** Whether some group's advantages can only be those of the plain sum, and no group's speak against it. */
  private sumIsTotal(): boolean {
    this.agrees ??= sumExplains(this.rows);
    return this.agrees;
  }
}

const note = (topic: "trap" | "unknown", text: string): ImportEvent => ({ type: "note", topic, text });

/** A reward function that returned None stands as null, or as NaN where no pandas came between. */
const known = (value: number | null) => (value === null || Number.isNaN(value) ? null : value);

function sumOf(parts: RowRewards["parts"]): number | null {
  const values = parts.flatMap(({ value }) => (value === null ? [] : [value]));
  return values.length === 0 ? null : values.reduce((total, value) => total + value, 0);
}

interface Point {
  total: number;
  advantage: number;
}

/** Whether advantages are those of the sums, scaled by their group's spread, the file's, or not at all. */
function sumExplains(rows: readonly { key: GroupKey; rewards: RowRewards }[]): boolean {
  const all = pointsByGroup(rows);
  const groups = all.filter((points) => (spread(points) ?? 0) > 0);
  if (groups.length === 0) return false;
  const whole = (spread(all.flat()) ?? 0) + EPSILON;
  const scales: ((points: readonly Point[]) => number)[] = [
    (points) => (spread(points) ?? 0) + EPSILON,
    () => whole,
    () => 1,
  ];
  return scales.some((scale) => groups.every((points) => fits(points, scale(points))));
}

function pointsByGroup(rows: readonly { key: GroupKey; rewards: RowRewards }[]): Point[][] {
  const groups = new Map<string, Point[]>();
  for (const { key, rewards } of rows) {
    const total = sumOf(rewards.parts);
    if (total === null || rewards.advantage === null) continue;
    const name = JSON.stringify([key.segment, key.step, key.prompt]);
    const points = groups.get(name) ?? [];
    points.push({ total, advantage: rewards.advantage });
    groups.set(name, points);
  }
  return [...groups.values()];
}

const spread = (points: readonly Point[]) => standardDeviation(points.map(({ total }) => total));

function fits(points: readonly Point[], scale: number): boolean {
  const centre = mean(points.map(({ total }) => total)) ?? 0;
  return points.every(({ total, advantage }) => {
    const expected = (total - centre) / scale;
    return Math.abs(expected - advantage) <= TOLERANCE * (1 + Math.abs(expected));
  });
}
