import { binomialCdf, binomialPmf, logChoose } from "./distributions";

/**
 * McNemar's test (1947) of two checkpoints on the same questions: b right only under A, c right only under B, counts.
 * pExact = min(1, 2 P(Bin(b+c, ½) <= min(b, c))); pMid takes off P(Bin = min), at most 1 (Fagerland 2013). Equals the
 * exact sign-flip test of the questions' differences. b = c, or no discordant question: 1.
 */
export function mcnemar(b: number, c: number): { pExact: number; pMid: number } {
  const n = b + c;
  const doubled = 2 * binomialCdf(Math.min(b, c), n, 0.5);
  return {
    pExact: Math.min(1, doubled),
    pMid: Math.min(1, doubled - binomialPmf(Math.min(b, c), n, 0.5)),
  };
}

/** Room for rounding when tables of equal probability are told apart (as in scipy and R). */
const TIE = 1 + 1e-7;

/**
 * Fisher's exact test of the table [[a, b], [c, d]], two-sided: the sum over tables with the same margins whose
 * probability is at most the observed one. An empty margin gives 1.
 */
export function fisher(a: number, b: number, c: number, d: number): number {
  const rows = a + b;
  const columns = a + c;
  const total = rows + c + d;
  const logTotal = logChoose(total, columns);
  const probability = (k: number) =>
    Math.exp(logChoose(rows, k) + logChoose(total - rows, columns - k) - logTotal);
  const observed = probability(a);
  let p = 0;
  for (let k = Math.max(0, columns - (total - rows)); k <= Math.min(rows, columns); k += 1) {
    const each = probability(k);
    if (each <= observed * TIE) p += each;
  }
  return Math.min(1, p);
}
