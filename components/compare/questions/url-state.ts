import { type inferParserType, parseAsString, parseAsStringLiteral } from "nuqs/server";

export const VIEWS = ["pair", "seeds"] as const;
export const ORDERS = ["a", "b", "key"] as const;
export type QuestionOrder = (typeof ORDERS)[number];

/** What of the question view lives in the URL: a link opens the same two checkpoints, list and question. */
export const QUESTIONS_STATE = {
  benchmark: parseAsString.withDefault(""),
  /** A checkpoint as `seed:arm`; empty: chosen for the reader. */
  a: parseAsString.withDefault(""),
  b: parseAsString.withDefault(""),
  by: parseAsStringLiteral(VIEWS).withDefault("pair"),
  /** Which list: an outcome, or `right in A-right in B` over seeds; empty: chosen for the reader. */
  cell: parseAsString.withDefault(""),
  order: parseAsStringLiteral(ORDERS).withDefault("a"),
  q: parseAsString.withDefault(""),
  question: parseAsString.withDefault(""),
  /** Over all seeds: the seed whose answers are read. */
  seed: parseAsString.withDefault(""),
} as const;
export type QuestionsState = inferParserType<typeof QUESTIONS_STATE>;
