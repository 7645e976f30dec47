import type { AblationResults, ResultArm, ResultBenchmark } from "@/lib/contracts/results";
import type { ComparisonRole } from "./types";

/** The measured facts that a comparison needs; `AblationResults` is one. */
export type CompareInput = Pick<
  AblationResults,
  "arms" | "benchmarks" | "cells" | "baselineArm" | "contrast"
> &
  Partial<Pick<AblationResults, "ablationId">>;

type Pair = { arm: ResultArm; baseline: ResultArm };
/** A comparison to be made. Benchmark null: the mean over all of them. */
export type Planned = Pair & { benchmark: string | null; role: ComparisonRole };

/**
 * Everything that is compared, and as what. Declared: trained arms of the launch, each against the baseline, or all
 * pairs where none is declared, on every benchmark. The contrast stands apart. Exploratory: means over benchmarks, gains
 * over undeclared warm-ups, and pairs that somebody asks for afterwards (`against`). Reported: an imported arm takes part.
 * The family of declared pairs depends on `input` alone, never on what is asked for in view.
 */
export function plannedOf(
  input: CompareInput,
  arms: readonly ResultArm[],
  against: string | null,
): Planned[] {
  const trained = arms.filter(({ source }) => source === "trained");
  const launched = trained.filter(({ armId }) => armId !== null);
  const gains = trained
    .filter(({ armId }) => armId === null)
    .flatMap((baseline) => pairsWith(launched, baseline));
  const declared = rowsOf(input, declaredPairs(launched, input.baselineArm), "declared");
  const rest = [
    ...rowsOf(input, gains, "exploratory"),
    ...rowsOf(input, reportedPairs(arms, input.baselineArm), "reported"),
  ];
  const known = [...contrastOf(input, arms), ...declared, ...rest];
  const wanted = arms.find(({ key }) => key === against);
  if (!wanted) return known;
  const asked = rowsOf(input, pairsWith(arms, wanted), "exploratory");
  const added = asked.filter((row) => !known.some((each) => samePlace(each, row)));
  return [...known, ...added.map((row) => ({ ...row, role: roleOf(row) }))].map((row) => turned(row, wanted));
}

const isReported = ({ arm, baseline }: Pair) => arm.source === "imported" || baseline.source === "imported";
const roleOf = (pair: Pair): ComparisonRole => (isReported(pair) ? "reported" : "exploratory");

/** Puts the wanted arm on the side of the baseline. */
function turned(row: Planned, wanted: ResultArm): Planned {
  return row.arm === wanted ? { ...row, arm: row.baseline, baseline: row.arm } : row;
}

function samePlace(a: Planned, b: Planned): boolean {
  return (
    a.benchmark === b.benchmark && pairKey(a.arm.key, a.baseline.key) === pairKey(b.arm.key, b.baseline.key)
  );
}

const pairKey = (...keys: string[]) => JSON.stringify([...keys].sort());

function pairsWith(arms: readonly ResultArm[], baseline: ResultArm): Pair[] {
  return arms.filter((arm) => arm !== baseline).map((arm) => ({ arm, baseline }));
}

/** Each later arm against each earlier one. */
function allPairs(arms: readonly ResultArm[]): Pair[] {
  return arms.flatMap((arm, i) => arms.slice(0, i).map((baseline) => ({ arm, baseline })));
}

/** In the order of the arms: against the baseline, or all pairs. */
function declaredPairs(arms: readonly ResultArm[], baselineArm: string | null): Pair[] {
  const baseline = arms.find(({ key }) => key === baselineArm);
  return baseline ? pairsWith(arms, baseline) : allPairs(arms);
}

/** Pairs with a reported arm in them: against the baseline of whatever source, or all. */
function reportedPairs(arms: readonly ResultArm[], baselineArm: string | null): Pair[] {
  return declaredPairs(arms, baselineArm).filter(isReported);
}

/**
 * The benchmarks that an arm has a place on. A trained one: those it was to be evaluated on, finished or not; benchmarks
 * that only imported sets have would change its family and its mean. A reported one: those it was reported on.
 */
export function benchmarksOf(
  { benchmarks, cells }: CompareInput,
  { key, source }: ResultArm,
): ResultBenchmark[] {
  if (source === "trained") return benchmarks.filter(({ imported }) => !imported);
  const reported = new Set(cells.filter(({ arm }) => arm === key).map(({ benchmark }) => benchmark));
  return benchmarks.filter((benchmark) => reported.has(benchmark.key));
}

/**
 * A row per benchmark that both have, and one for the mean over them, which is never more than exploratory; two means
 * over different benchmarks are not compared.
 */
function rowsOf(input: CompareInput, pairs: readonly Pair[], role: ComparisonRole): Planned[] {
  return pairs.flatMap((pair) => {
    const [own, other] = [benchmarksOf(input, pair.arm), benchmarksOf(input, pair.baseline)];
    const shared = own.filter((benchmark) => other.includes(benchmark));
    const same = shared.length === own.length && shared.length === other.length;
    const mean: Planned = { ...pair, benchmark: null, role: role === "declared" ? "exploratory" : role };
    return [
      ...shared
        .filter(({ key }) => !isContrast(input, pair, key))
        .map(({ key }): Planned => ({ ...pair, benchmark: key, role })),
      ...(same && shared.length > 1 ? [mean] : []),
    ];
  });
}

function isContrast({ contrast }: CompareInput, { arm, baseline }: Pair, benchmark: string): boolean {
  return (
    contrast !== null &&
    benchmark === contrast.benchmark &&
    pairKey(arm.key, baseline.key) === pairKey(contrast.arm, contrast.baseline)
  );
}

function contrastOf({ contrast }: CompareInput, arms: readonly ResultArm[]): Planned[] {
  const arm = arms.find(({ key }) => key === contrast?.arm);
  const baseline = arms.find(({ key }) => key === contrast?.baseline);
  return contrast && arm && baseline
    ? [{ arm, baseline, benchmark: contrast.benchmark, role: "contrast" }]
    : [];
}
