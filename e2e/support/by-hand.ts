/** 97.5% quantile of t with two degrees of freedom, from a printed table: nothing of lib/stats is used here. */
const T_2 = 4.302653;

const signed = (points: number) => {
  const text = Math.abs(points).toFixed(1);
  if (Number(text) === 0) return "0.0";
  return `${points < 0 ? "−" : "+"}${text}`;
};

/**
 * Three seeds' differences (in points) as Compare should word them: "+1.2 [−3.4, +5.8] points"; seeds without any spread
 * carry no interval.
 */
export function pairedInWords(differences: readonly [number, number, number]): string {
  const mean = differences.reduce((sum, d) => sum + d, 0) / 3;
  const sd = Math.sqrt(differences.reduce((sum, d) => sum + (d - mean) ** 2, 0) / 2);
  if (sd < 1e-9) return `${signed(mean)} points, no interval`;
  const half = (T_2 * sd) / Math.sqrt(3);
  return `${signed(mean)} [${signed(mean - half)}, ${signed(mean + half)}] points`;
}
