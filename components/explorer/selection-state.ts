import { type inferParserType, parseAsString, parseAsStringLiteral } from "nuqs/server";
import { explorerSort, type TraceSelection, traceSelection } from "@/lib/contracts";

export type SelectionKey = keyof TraceSelection;
export const SELECTION_KEYS: readonly SelectionKey[] = traceSelection.keyof().options;

/** Every field of the selection as the URL holds it: text, lists by commas. */
export const SELECTION_STATE = Object.fromEntries(SELECTION_KEYS.map((key) => [key, parseAsString]));

export const VIEWS = ["explore", "breaks", "training"] as const;
export type ExplorerView = (typeof VIEWS)[number];

/** What of the page lives in the URL beside the selection: a link shows another person the same. */
export const EXPLORER_STATE = {
  view: parseAsStringLiteral(VIEWS).withDefault("explore"),
  sort: parseAsStringLiteral(explorerSort.options).withDefault("trainStep"),
  order: parseAsStringLiteral(["asc", "desc"]).withDefault("desc"),
  /** The trace that is read beside the list. */
  peek: parseAsString.withDefault(""),
  /** One run, as links from other pages name it. */
  run: parseAsString,
} as const;
export type ExplorerState = inferParserType<typeof EXPLORER_STATE>;

export interface ReadSelection {
  selection: TraceSelection;
  /** Fields of the address whose value means nothing: said, and left out of the selection. */
  refused: SelectionKey[];
}

/** The selection that an address holds. One value that cannot be read does not spoil the others. */
export function readSelection(
  values: Readonly<Record<string, string | null>>,
  run: string | null = null,
): ReadSelection {
  const read: Record<string, unknown> = {};
  const refused: SelectionKey[] = [];
  for (const key of SELECTION_KEYS) {
    const value = values[key] ?? (key === "runs" ? run : null);
    if (value === null || value === "") continue;
    if (traceSelection.safeParse({ [key]: value }).success) read[key] = value;
    else refused.push(key);
  }
  return { selection: traceSelection.parse(read), refused };
}

/** A selection as query parameters, in one order, so that equal selections are equal text. */
export function selectionParams(selection: TraceSelection): URLSearchParams {
  const params = new URLSearchParams();
  for (const key of SELECTION_KEYS) {
    const value = selection[key];
    if (value !== undefined) params.set(key, Array.isArray(value) ? value.join(",") : String(value));
  }
  return params;
}

/** What the address must hold to go from one selection to another: only what changes, null for what goes. */
export function addressChange(
  change: {
    readonly [K in SelectionKey]?: TraceSelection[K] | null;
  },
): Record<string, string | null> {
  return Object.fromEntries(
    Object.entries(change).map(([key, value]) => [
      key,
      value === null || value === undefined || (Array.isArray(value) && value.length === 0)
        ? null
        : Array.isArray(value)
          ? value.join(",")
          : String(value),
    ]),
  );
}

/** The Explorer at a selection. */
export function explorerHref(selection: TraceSelection, view: ExplorerView = "explore"): string {
  const params = selectionParams(selection);
  if (view !== "explore") params.set("view", view);
  const query = params.toString();
  return query === "" ? "/traces" : `/traces?${query}`;
}
