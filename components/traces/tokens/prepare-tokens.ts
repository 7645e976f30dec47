import type { TraceDetail } from "@/lib/contracts";
import { sliceCodePoints } from "@/lib/traces";

export type TokenMeasure = "logprob" | "entropy";
type TokenScores = NonNullable<TraceDetail["tokenScores"]>;

/** The text that one token added; more than one where single bytes of a character are tokens. */
export interface TokenPiece {
  /** Of the first of its tokens, from 0. */
  index: number;
  count: number;
  text: string;
  /** Nats: ln p of the whole piece, or the largest entropy among its tokens; null where nothing was logged. */
  value: number | null;
}

/** From here on a token is drawn at full strength. */
export const FULL_NATS = 5;

/** What the trainer logged, by name; empty where it logged nothing. */
export function measuresOf(scores: TraceDetail["tokenScores"]): TokenMeasure[] {
  if (!scores || scores.ends.length === 0) return [];
  const measures: TokenMeasure[] = [];
  if (scores.logprobs) measures.push("logprob");
  if (scores.entropies) measures.push("entropy");
  return measures;
}

function valuesOf(scores: TokenScores, measure: TokenMeasure): readonly number[] {
  return (measure === "logprob" ? scores.logprobs : scores.entropies) ?? [];
}

function joined(values: readonly number[], measure: TokenMeasure): number | null {
  if (values.length === 0) return null;
  return measure === "logprob" ? values.reduce((sum, v) => sum + v, 0) : Math.max(...values);
}

/** First token that ends behind a code point. */
function firstBehind(ends: readonly number[], at: number): number {
  let [lo, hi] = [0, ends.length];
  while (lo < hi) {
    const mid = (lo + hi) >> 1;
    if ((ends[mid] ?? 0) > at) hi = mid;
    else lo = mid + 1;
  }
  return lo;
}

/**
 * A part of the response cut into the text of its tokens. A token that reaches over the part's ends is there with what
 * lies inside; text behind the last token has no value. Tokens that add no text are joined with the next that does.
 * @param from code point of the response at which the part begins
 */
export function tokensWithin(
  text: string,
  from: number,
  scores: TokenScores,
  measure: TokenMeasure,
): TokenPiece[] {
  const { ends } = scores;
  const values = valuesOf(scores, measure);
  const to = from + [...text].length;
  const pieces: TokenPiece[] = [];
  let at = from;
  let first = firstBehind(ends, from);
  for (let token = first; token < ends.length && at < to; token += 1) {
    const end = Math.min(ends[token] ?? at, to);
    if (end <= at) continue;
    const value = joined(values.slice(first, token + 1), measure);
    const piece = sliceCodePoints(text, at - from, end - from);
    pieces.push({ index: first, count: token + 1 - first, text: piece, value });
    at = end;
    first = token + 1;
  }
  if (at < to)
    pieces.push({ index: first, count: 0, text: sliceCodePoints(text, at - from, to - from), value: null });
  return pieces;
}

/** How strongly a token is drawn, 0 to 1: by how far it is from certain. */
export function strengthOf(value: number | null): number {
  if (value === null || Number.isNaN(value)) return 0;
  return Math.min(1, Math.abs(value) / FULL_NATS);
}

/** A token's value in words, with what it means. */
export function tokenInWords({ index, count, value }: TokenPiece, measure: TokenMeasure): string {
  const name = count > 1 ? `tokens ${index + 1} to ${index + count}` : `token ${index + 1}`;
  if (value === null) return "no token was logged here";
  if (measure === "entropy") return `${name}: entropy ${value.toFixed(3)} nats`;
  const share = Math.exp(value);
  const percent = share >= 0.0005 ? `${(share * 100).toFixed(1)}%` : share.toExponential(1);
  return `${name}: log-probability ${value.toFixed(3)} nats, p = ${percent}`;
}
