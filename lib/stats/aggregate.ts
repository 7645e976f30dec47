import { mean } from "./moments";

/**
 * Interquartile mean of run x task scores: flattened, sorted, floor(N/4) cut from each end (Agarwal 2021, rliable).
 * Null of nothing.
 */
export function interquartileMean(scores: readonly (readonly number[])[]): number | null {
  const sorted = scores.flat().sort((a, b) => a - b);
  const cut = Math.floor(sorted.length / 4);
  return mean(sorted.slice(cut, sorted.length - cut));
}

/**
 * Probability of improvement: per task U/(n_x n_y) = P(X > Y) + ½ P(X = Y), averaged over tasks (rliable).
 * Both are [run][task]; null where either has no run or no task.
 */
export function probabilityOfImprovement(
  x: readonly (readonly number[])[],
  y: readonly (readonly number[])[],
): number | null {
  const tasks = Math.min(x[0]?.length ?? 0, y[0]?.length ?? 0);
  const perTask = Array.from({ length: tasks }, (_, task) => {
    const wins = x.flatMap((runX) =>
      y.map((runY) => {
        const gap = (runX[task] ?? 0) - (runY[task] ?? 0);
        return gap === 0 ? 0.5 : Number(gap > 0);
      }),
    );
    return mean(wins) ?? 0;
  });
  return mean(perTask);
}
