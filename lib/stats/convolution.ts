/** Distribution of the sum of two independent counts; index = count. */
export function convolve(a: readonly number[], b: readonly number[]): number[] {
  const out = new Array<number>(a.length + b.length - 1).fill(0);
  a.forEach((pa, i) => {
    b.forEach((pb, j) => {
      out[i + j] = (out[i + j] ?? 0) + pa * pb;
    });
  });
  return out;
}

/** Distribution of the sum of independent counts, each given by its distribution. Of none: surely 0. */
export function convolveAll(parts: readonly (readonly number[])[]): number[] {
  return parts.reduce<number[]>((total, part) => convolve(total, part), [1]);
}

/** P(X >= least) of a distribution over counts. */
export function tailFrom(pmf: readonly number[], least: number): number {
  let total = 0;
  for (let count = Math.max(0, least); count < pmf.length; count += 1) total += pmf[count] ?? 0;
  return Math.min(1, total);
}
