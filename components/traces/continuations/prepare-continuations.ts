import type { ContinuationGroups, ContinuationVerdict } from "@/lib/contracts";
import { type DifferenceNode, differencesOf, type Parting, telling } from "@/lib/traces/differences";

export type ContinuationView = ContinuationGroups["groups"][number]["continuations"][number];

/** What all continuations of a trace step have in common, and where those that succeed part from those that fail. */
export interface Prepared {
  list: ContinuationView[];
  /** Words that every continuation begins with; empty for fewer than two. */
  shared: string;
  partings: Parting[];
  /** Who sampled them: one name where it was the same for all. */
  models: string[];
}

const RIGHT: Record<ContinuationVerdict, boolean | null> = {
  right: true,
  wrong: false,
  truncated: false,
  malformed: false,
  unknown: null,
};

/** Brings the groups of one trace step into the order sampled, and compares them. */
export function prepareContinuations({ groups }: Pick<ContinuationGroups, "groups">): Prepared {
  const list = groups.flatMap((g) => g.continuations).sort((a, b) => a.index - b.index);
  const root = differencesOf(list.map(({ text, verdict }) => ({ text, right: RIGHT[verdict] })));
  const models = [...new Set(list.map((c) => c.modelId ?? "not named"))];
  return { list, shared: list.length < 2 ? "" : (root?.shared ?? ""), partings: telling(root), models };
}

/** "2 of 3 right", and what is not known said apart. */
export function rightInWords({
  right,
  wrong,
  unknown,
}: Pick<DifferenceNode, "right" | "wrong" | "unknown">): string {
  const known = right + wrong;
  const ungraded = unknown === 0 ? "" : `, ${unknown} not graded`;
  return known === 0 ? `none graded of ${unknown}` : `${right} of ${known} right${ungraded}`;
}

/** Characters of a way that are read in a list. */
const WAY = 160;

/** How a way goes on, as far as it is shown: its own words, then those of its only continuation. */
export function wayText(way: DifferenceNode, list: readonly ContinuationView[], before: string): string {
  if (way.shared === "") return "ends here";
  const whole =
    way.members.length === 1 ? (list[way.members[0] ?? 0]?.text.slice(before.length) ?? "") : way.shared;
  const text = whole.trim();
  return text.length > WAY ? `${text.slice(0, WAY)} …` : text;
}
