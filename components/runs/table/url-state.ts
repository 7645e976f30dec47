import {
  type inferParserType,
  parseAsArrayOf,
  parseAsInteger,
  parseAsString,
  parseAsStringLiteral,
} from "nuqs/server";
import { runStatus } from "@/lib/contracts";
import { COLUMN_KEYS, DEFAULT_COLUMNS } from "./columns";

export const PAGE_SIZE = 100;

/** What of the table lives in the URL: a link shows another person the same table. */
export const RUNS_STATE = {
  q: parseAsString.withDefault(""),
  status: parseAsArrayOf(parseAsStringLiteral(runStatus.options)).withDefault([]),
  stage: parseAsArrayOf(parseAsStringLiteral(["sft", "grpo", "command", "import"])).withDefault([]),
  ablation: parseAsString.withDefault(""),
  arm: parseAsArrayOf(parseAsString).withDefault([]),
  seed: parseAsArrayOf(parseAsInteger).withDefault([]),
  metrics: parseAsArrayOf(parseAsString).withDefault([]),
  columns: parseAsArrayOf(parseAsStringLiteral(COLUMN_KEYS)).withDefault([...DEFAULT_COLUMNS]),
  group: parseAsStringLiteral(["none", "arm"]).withDefault("none"),
  sort: parseAsString.withDefault("created"),
  dir: parseAsStringLiteral(["asc", "desc"]).withDefault("desc"),
  offset: parseAsInteger.withDefault(0),
} as const;
export type RunsState = inferParserType<typeof RUNS_STATE>;

/** The part of the state that the server answers, as its query string; what is empty is left out. */
export function apiQuery(state: RunsState): string {
  const params = new URLSearchParams();
  const put = (name: string, value: string) => {
    if (value !== "") params.set(name, value);
  };
  put("q", state.q);
  put("status", state.status.join(","));
  put("stage", state.stage.join(","));
  put("ablation", state.ablation);
  put("arm", state.arm.join(","));
  put("seed", state.seed.join(","));
  put("metrics", state.metrics.join(","));
  put("sort", state.sort);
  put("dir", state.dir);
  params.set("offset", String(state.offset));
  params.set("limit", String(PAGE_SIZE));
  return params.toString();
}
