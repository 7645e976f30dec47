import { type NewReviewSetInput, newReviewSet, type ReviewOrder, type TraceSelection } from "@/lib/contracts";

/** A review set as its form holds it. */
export interface Draft {
  name: string;
  guidelines: string;
  /** Names, separated by commas. */
  raters: string;
  overlap: number | null;
  limit: number | null;
  order: ReviewOrder;
  seed: number | null;
  blind: boolean;
}

export function draftOf(order: ReviewOrder): Draft {
  return {
    ...{ name: "", guidelines: "", raters: "", overlap: 2, limit: 200, order, seed: 1, blind: true },
  };
}

export function namesIn(raters: string): string[] {
  return raters
    .split(",")
    .map((name) => name.trim())
    .filter((name) => name !== "");
}

/** The request of a draft; what is left empty is left to the contract's defaults. */
export function requestOf(draft: Draft, selection: TraceSelection): NewReviewSetInput {
  const { name, guidelines, blind, order } = draft;
  return {
    ...{ name, guidelines, blind, order, selection, raters: namesIn(draft.raters) },
    ...(draft.overlap !== null && { overlap: draft.overlap }),
    ...(draft.limit !== null && { limit: draft.limit }),
    ...(draft.seed !== null && { seed: draft.seed }),
  };
}

const WORDS: Record<string, string> = {
  name: "Give the set a name of at most 200 characters.",
  raters: "Name at least one rater, each once.",
};

/** What is missing or wrong in a draft, by its field. */
export function problemsOf(
  draft: Draft,
  selection: TraceSelection,
): (readonly [field: string, message: string])[] {
  const parsed = newReviewSet.safeParse(requestOf(draft, selection));
  if (parsed.success) return [];
  return parsed.error.issues.map(({ path, code, message }) => {
    const field = String(path[0] ?? "");
    return [field, code === "custom" ? message : (WORDS[field] ?? message)] as const;
  });
}

/** How many traces each rater gets. */
export function shareOf(draft: Draft, traces: number | null): number | null {
  const raters = namesIn(draft.raters).length;
  if (traces === null || raters === 0) return null;
  return Math.ceil((traces * Math.min(draft.overlap ?? 2, raters)) / raters);
}
