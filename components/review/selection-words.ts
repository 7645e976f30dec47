import { FILTER_FIELDS, filterWords, isSet, keysOf } from "@/components/explorer/filter-fields";
import type { TraceSelection } from "@/lib/contracts";

/** What a selection narrows, in the words of the Explorer's filters; names that only ids stand for stay ids. */
export function selectionWords({
  project: _,
  ...selection
}: TraceSelection): { label: string; words: string }[] {
  const values = Object.fromEntries(
    Object.entries(selection).flatMap(([key, value]) => (value === undefined ? [] : [[key, String(value)]])),
  );
  const fields = FILTER_FIELDS.filter((field) => isSet(field, values));
  const said = new Set<string>(fields.flatMap((field) => [...keysOf(field)]));
  return [
    ...fields.map((field) => ({ label: field.title, words: filterWords(field, values, {}) })),
    ...Object.entries(values)
      .filter(([key]) => !said.has(key))
      .map(([key, value]) => ({ label: key === "text" ? "Words" : key, words: value })),
  ];
}
