/** `10 - 4 = 6 (left: 5 6 6)`: two numbers, what they make, and what is left with it. */
const FIRST_LINE = /^(-?[\d.]+) *[-+*/] *(-?[\d.]+) *= *(-?[\d.]+) *\(left: *([-\d. ]+)\)$/;

/** The four numbers that a first step begins with, lowest first; null where it does not say them. */
function numbersOf(line: string): string | null {
  const found = FIRST_LINE.exec(line);
  if (!found) return null;
  const [, first = "", second = "", made = "", rest = ""] = found;
  const left = rest.trim().split(/ +/);
  const at = left.indexOf(made);
  if (at === -1 || left.length !== 3) return null;
  return [first, second, ...left.filter((_, i) => i !== at)].sort((a, b) => Number(a) - Number(b)).join(" ");
}

/**
 * The numbers of a puzzle of the game of 24 as its samples use them, since logs of samples do not hold them: those that
 * more than half of the readable first steps agree on, lowest first; null where there is no such agreement.
 */
export function puzzleNumbers(firstSteps: readonly string[]): string | null {
  const said = firstSteps.flatMap((line) => numbersOf(line) ?? []);
  const votes = new Map<string, number>();
  for (const numbers of said) votes.set(numbers, (votes.get(numbers) ?? 0) + 1);
  return [...votes].find(([, count]) => 2 * count > said.length)?.[0] ?? null;
}
