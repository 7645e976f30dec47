import type { ExplorerFacets } from "@/lib/contracts";
import type { FilterChoice, FilterChoices } from "./filter-fields";

const named = (found: readonly { id: string; name: string; count: number }[]): FilterChoice[] =>
  found.map(({ id, name, count }) => ({ value: id, label: name, count }));

/** Null stands for what is not known. */
const counted = (found: readonly { value: string | null; count: number }[]): FilterChoice[] =>
  found.map(({ value, count }) => ({ value: value ?? "unknown", label: value ?? "unknown", count }));

const KIND_WORDS = {
  continuations: "continuations",
  empirical: "empirical c",
  prm: "PRM",
  judge: "judge",
  human: "person",
} as const;

/** What the filters can offer, by the field of the selection that they set. */
export function facetChoices(facets: ExplorerFacets): FilterChoices {
  return {
    ablation: named(facets.ablations),
    import: named(facets.imports),
    reviewSet: named(facets.reviewSets),
    runs: named(facets.runs),
    arms: facets.arms.map(({ key, name, count }) => ({ value: key, label: name, count })),
    scorer: facets.scorers.map(({ id, kind, name, version, count }) => ({
      value: id,
      label: `${name}${version ? ` ${version}` : ""} (${KIND_WORDS[kind]})`,
      count,
    })),
    origin: counted(facets.origins),
    outcome: counted(facets.outcomes),
    finish: counted(facets.finishes),
    format: counted(facets.formats),
    fate: counted(facets.fates),
    scoreSource: counted(facets.scoreSources),
    labelled: counted(facets.labelled),
  };
}
