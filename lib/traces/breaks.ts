import { addByte, noSums } from "./pooled-lines";
import { BYTES_PER_C, SEPARATOR_BYTE } from "./solvability-bytes";

/** One trace step over a selection: counts, and c_i summed within each prompt. */
export interface StepPool {
  scored: number;
  missing: number;
  notScored: number;
  clusters: { n: number; sum: number }[];
}

function newPool(): StepPool {
  return { scored: 0, missing: 0, notScored: 0, clusters: [] };
}

/** Sums of one prompt's traces by trace step; their bytes have a separator after each trace. */
function sumsOf(bytes: Uint8Array, mostSteps: number) {
  const steps: ReturnType<typeof noSums>[] = [];
  let step = 0;
  for (const byte of bytes) {
    if (byte === SEPARATOR_BYTE) step = 0;
    else {
      if (step < mostSteps) {
        const known = steps[step] ?? noSums();
        steps[step] = known;
        addByte(known, byte);
      }
      step += 1;
    }
  }
  return steps;
}

/** The trace steps of a selection, i = 1 first, from the bytes of each prompt's traces. */
export function poolSteps(byPrompt: Iterable<Uint8Array>, mostSteps: number): StepPool[] {
  const pools: StepPool[] = [];
  for (const bytes of byPrompt)
    sumsOf(bytes, mostSteps).forEach((sums, at) => {
      const pool = pools[at] ?? newPool();
      pools[at] = pool;
      pool.scored += sums.scored;
      pool.missing += sums.missing;
      pool.notScored += sums.notScored;
      if (sums.scored > 0) pool.clusters.push({ n: sums.scored, sum: sums.sum / BYTES_PER_C });
    });
  return pools;
}
