/** Numbers in a formula as a reader wants them: at most three decimals, no trailing zeros, a true zero. */
export function formulaNumber(value: number): string {
  const text = Number(value.toFixed(3)).toString();
  return text === "-0" ? "0" : text;
}
