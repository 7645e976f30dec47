import { type ExportOptions, exportOptions, type TraceSelection } from "@/lib/contracts";
import type { ExportAsked } from "@/lib/exporters/address";

/** What stands in the form: numbers may be missing while they are typed. */
export interface ExportDraft
  extends Omit<ExportOptions, "threshold" | "margin" | "minReturned" | "pairsPerPrefix"> {
  threshold: number | null;
  margin: number | null;
  minReturned: number | null;
  pairsPerPrefix: number | null;
}

export const NEW_DRAFT: ExportDraft = exportOptions.parse({});

/** The options that a format uses, or what is wrong with them by field. */
export function optionsOf(
  draft: ExportDraft,
  uses: readonly (keyof ExportOptions)[],
): { options: Partial<ExportOptions> } | { problems: ReadonlyMap<string, string> } {
  const used = Object.fromEntries(uses.map((name) => [name, draft[name]]));
  const parsed = exportOptions.partial().safeParse(used);
  // What is typed as nothing would be read as 0.
  const empty = uses.filter((name) => draft[name] === null).map((name) => [name, "Say a number."] as const);
  // The contract fills in the options that were not asked for.
  if (parsed.success && empty.length === 0)
    return { options: Object.fromEntries(uses.map((name) => [name, parsed.data[name]])) };
  const issues = parsed.success ? [] : parsed.error.issues;
  const said = issues.map(({ path, message }) => [String(path[0]), message] as const);
  return { problems: new Map([...said, ...empty]) };
}

/** Whether a value has to be turned into good or bad by a threshold. */
export function needsThreshold(labels: string, kinds: ReadonlyMap<string, string>): boolean {
  return labels === "c" || !["human", undefined].includes(kinds.get(labels));
}

/** What is asked of the server: which traces, and how. */
export function askedOf(selection: TraceSelection, options: Partial<ExportOptions>): ExportAsked {
  return { ...selection, ...options };
}

/** Node takes no longer first line and headers than 16 KiB together. */
const LONGEST_QUERY = 12_000;

export const isTooLong = (query: string) => query.length > LONGEST_QUERY;
