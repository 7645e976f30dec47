/** What is assumed of the spread of one seed's difference between two arms, before anything has run. Shares in [0, 1]. */
export type SpreadGuess = {
  /**
   * guessed: the SD over seeds of the true difference, training noise alone. measured: the SD over seeds of measured
   * differences on `questions` questions, so noise of the questions is part of it.
   */
  kind: "guessed" | "measured";
  sd: number;
  /** Questions behind a measured SD; not read where it is guessed. */
  questions: number;
};

export type PlannedSpread = {
  /** SD of one seed's measured difference. */
  sd: number;
  /** The part that more questions do not lower, and the part that the questions add. */
  seedPart: number;
  questionPart: number;
};

/**
 * SD of one seed's measured difference of two arms on n questions, for planning:
 * guessed sqrt(sd² + d/n); measured on m questions sqrt(sd² + d·max(0, 1/n - 1/m)).
 *
 * `disagreement` d is the share of questions that the two arms are expected to answer differently. The binomial part of
 * the difference of two accuracies on the same questions is at most d/n (it is (d - δ²)/n: Miller 2024, paired differences), so
 * the plan errs towards more seeds; so it does on more questions than were measured, where nothing is taken off. Unit:
 * shares. Null without questions, for a negative or unknown SD, and for a share outside [0, 1].
 */
export function plannedSpread(
  guess: SpreadGuess,
  questions: number,
  disagreement: number,
): PlannedSpread | null {
  const isUsable = questions >= 1 && guess.sd >= 0 && disagreement >= 0 && disagreement <= 1;
  if (!isUsable) return null;
  const already = guess.kind === "measured" && guess.questions >= 1 ? 1 / guess.questions : 0;
  const added = disagreement * Math.max(0, 1 / questions - already);
  return { sd: Math.sqrt(guess.sd ** 2 + added), seedPart: guess.sd, questionPart: Math.sqrt(added) };
}
