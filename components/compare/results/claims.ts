import type { RowWords } from "@/components/charts/forest-numbers";
import type { QuestionTable } from "@/lib/contracts/question-results";
import { type ArmComparison, compareCheckpoints, compareOnNewQuestions, pValue } from "@/lib/stats/ablation";

/** What is asked of two arms; each lets something else vary. */
export const CLAIMS = ["methods", "questions", "checkpoints"] as const;
export type Claim = (typeof CLAIMS)[number];

export const CLAIM_WORDS: Record<Claim, { label: string; random: string }> = {
  methods: {
    label: "methods",
    random: "About the methods: random are the seeds, the questions stay the same.",
  },
  questions: {
    label: "new questions too",
    random:
      "About the methods on new questions of this kind: random are the seeds and the questions (two-way). A second look: p values are not adjusted.",
  },
  checkpoints: {
    label: "two checkpoints",
    random:
      "About single checkpoints of one seed, not about the methods: random are the questions alone, retraining noise is not in it. p values are not adjusted.",
  },
};

export interface ClaimRow {
  comparison: ArmComparison;
  words: RowWords;
}

type Tables = readonly QuestionTable[];
const tableOf = (tables: Tables, benchmark: string | null) => tables.find((t) => t.benchmark === benchmark);

/** A row of a second look: nothing of the declared analysis may stay in it. */
function secondLook(c: ArmComparison, facts: Partial<ArmComparison>): ArmComparison {
  return { ...c, role: "exploratory", seedDifferences: [], familySize: 1, holdsZero: null, ...facts };
}

/** The same pairs as a claim about new seeds and new questions; benchmarks without item results are left out. */
export function rowsOnNewQuestions(
  rows: readonly ArmComparison[],
  tables: Tables,
  level: number,
): ClaimRow[] {
  return rows.flatMap((c) => {
    const table = tableOf(tables, c.benchmark);
    if (!table) return [];
    const found = compareOnNewQuestions(table, c.arm, c.baseline, { paired: c.design === "paired", level });
    if (found.diff === null) return [];
    const { armSeeds, baselineSeeds, questions, diff, interval, p, sentence } = found;
    const few = Math.min(armSeeds, baselineSeeds) < 3;
    const seeds = armSeeds === baselineSeeds ? armSeeds : `${armSeeds} v ${baselineSeeds}`;
    return [
      {
        comparison: secondLook(c, {
          ...{ armSeeds, baselineSeeds, questions, diff, interval, p, sentence },
          pAdjusted: p,
          verdict: "not-enough-seeds",
        }),
        words: {
          badge: few ? "not enough seeds" : "second look",
          basis: `${few || p === null ? "" : `${pValue(p)}, not adjusted, `}S = ${seeds}`,
        },
      },
    ];
  });
}

/** The same pairs as a claim about the checkpoints of one seed; pairs that lack it are left out. */
export function rowsOfCheckpoints(
  rows: readonly ArmComparison[],
  tables: Tables,
  seed: number,
  level: number,
): ClaimRow[] {
  return rows.flatMap((c) => {
    const table = tableOf(tables, c.benchmark);
    const of = (arm: string) => table?.rows.find((row) => row.arm === arm && row.seed === seed);
    const [a, b] = [of(c.arm), of(c.baseline)];
    if (!table || !a || !b) return [];
    const { questions, diff, interval, p, test, sentence } = compareCheckpoints(a, b, table.questions, {
      level,
    });
    return [
      {
        comparison: secondLook(c, {
          ...{ armSeeds: 1, baselineSeeds: 1, questions, diff, interval, p, sentence },
          pAdjusted: p,
          basis: "questions",
          verdict: "not-enough-seeds",
        }),
        words: {
          badge: "these two checkpoints",
          basis: p === null || test === null ? "no test" : `${test} ${pValue(p)}`,
        },
      },
    ];
  });
}

/** Seeds that any pair of the rows shares, ascending: what "two checkpoints" can be asked of. */
export function seedsToAsk(rows: readonly ArmComparison[], tables: Tables): number[] {
  const found = rows.flatMap((c) => {
    const table = tableOf(tables, c.benchmark);
    const of = (arm: string) => table?.rows.filter((row) => row.arm === arm).map((row) => row.seed) ?? [];
    const other = new Set(of(c.baseline));
    return of(c.arm).filter((seed) => other.has(seed));
  });
  return [...new Set(found)].sort((a, b) => a - b);
}

interface Names {
  arm: (key: string) => string;
  benchmark: (key: string | null) => string;
}

const HEAD = [
  ...[
    "arm",
    "baseline",
    "benchmark",
    "S",
    "n questions",
    "difference [points]",
    "lo [points]",
    "hi [points]",
  ],
  ...["interval", "random", "p, not adjusted", "claim"],
];

/** The rows of a second look as a table for a spreadsheet; what has no value is left empty. */
export function secondLookRows(rows: readonly ClaimRow[], names: Names): string[][] {
  const points = (share: number | undefined | null) =>
    share === undefined || share === null ? "" : (100 * share).toFixed(4);
  const body = rows.map(({ comparison: c, words }) => [
    ...[names.arm(c.arm), names.arm(c.baseline), names.benchmark(c.benchmark)],
    ...[c.armSeeds === c.baselineSeeds ? String(c.armSeeds) : `${c.armSeeds} v ${c.baselineSeeds}`],
    ...[String(c.questions), points(c.diff), points(c.interval?.lo), points(c.interval?.hi)],
    ...[c.interval?.method ?? "", c.interval?.random ?? "", c.p === null ? "" : c.p.toFixed(6), words.badge],
  ]);
  return [HEAD, ...body];
}
