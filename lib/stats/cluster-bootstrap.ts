import { RANDOM_METHOD, randomStream } from "./random";

/** How a percentile bootstrap over clusters is drawn. */
export type ClusterBootstrapOptions = {
  /** Whole number that the generator starts from; exported with the result. */
  seed: number;
  /** 2,000 unless said. */
  resamples?: number;
  conf?: number;
};

/** An estimate with its interval over new clusters. `lo` and `hi` are null below two clusters. */
export type ClusterBootstrap = {
  estimate: number | null;
  lo: number | null;
  hi: number | null;
  conf: number;
  clusters: number;
  resamples: number;
  /** Resamples of which the statistic could not be told (all of one class, say); they are left out. */
  undefinedResamples: number;
  generator: string;
  generatorSeed: number;
  method: string;
};

const DEFAULT_RESAMPLES = 2_000;
/** A percentile interval over fewer is too narrow (statistics.md 3); the method's name then says so. */
const CLUSTERS_FOR_A_BOOTSTRAP = 20;

/**
 * Percentile bootstrap of a statistic of items that come in clusters: the steps of a trace, the traces of a prompt. Whole
 * clusters are drawn with replacement, so that what depends on each other stays together. `statistic` gets the items of
 * the drawn clusters, in the order drawn, and answers null where it cannot be told.
 */
export function clusterBootstrap<T>(
  clusters: readonly (readonly T[])[],
  statistic: (items: readonly T[]) => number | null,
  { seed, resamples = DEFAULT_RESAMPLES, conf = 0.95 }: ClusterBootstrapOptions,
): ClusterBootstrap {
  const filled = clusters.filter((items) => items.length > 0);
  const told = {
    ...{ estimate: statistic(filled.flat()), conf, clusters: filled.length, resamples },
    ...{ generator: RANDOM_METHOD, generatorSeed: seed, method: methodName(filled.length) },
  };
  if (filled.length < 2 || told.estimate === null)
    return { ...told, lo: null, hi: null, undefinedResamples: 0 };
  const values = resampled(filled, statistic, seed, resamples);
  return { ...told, ...percentiles(values, conf), undefinedResamples: resamples - values.length };
}

function methodName(clusters: number): string {
  const caution = clusters < CLUSTERS_FOR_A_BOOTSTRAP ? ", under-covers with so few" : "";
  return `percentile bootstrap over clusters${caution}`;
}

function resampled<T>(
  clusters: readonly (readonly T[])[],
  statistic: (items: readonly T[]) => number | null,
  seed: number,
  resamples: number,
): number[] {
  const stream = randomStream(seed);
  const values: number[] = [];
  for (let round = 0; round < resamples; round += 1) {
    const drawn = clusters.map(() => clusters[stream.below(clusters.length)] ?? []);
    const value = statistic(drawn.flat());
    if (value !== null) values.push(value);
  }
  return values.sort((a, b) => a - b);
}

/** Linear interpolation between order statistics (numpy's default). */
function percentiles(sorted: readonly number[], conf: number): { lo: number | null; hi: number | null } {
  const at = (share: number) => {
    const place = share * (sorted.length - 1);
    const below = sorted[Math.floor(place)];
    const above = sorted[Math.ceil(place)];
    return below === undefined || above === undefined ? null : below + (above - below) * (place % 1);
  };
  return { lo: at((1 - conf) / 2), hi: at((1 + conf) / 2) };
}
