"use client";

import { useQueries } from "@tanstack/react-query";
import { Button, LinkButton } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { fetchJson } from "@/lib/client/fetch-json";
import { explorerRows } from "@/lib/contracts";
import { routes } from "@/lib/domain/routes";
import { plural } from "@/lib/format/number";
import {
  FILTER_FIELDS,
  type FilterChoices,
  type FilterField,
  type FilterValues,
  filterWords,
  isSet,
  keysOf,
  without,
} from "./filter-fields";

/** No traces anywhere: the two ways to some. */
export function NoTracesAtAll() {
  return (
    <EmptyState
      title="No traces yet"
      action={
        <span className="flex flex-wrap gap-2">
          <LinkButton variant="primary" href={routes.imports()}>
            Import traces
          </LinkButton>
          <LinkButton href={routes.launch()}>Launch an ablation</LinkButton>
        </span>
      }
    >
      <p>
        Here stand the responses of every run and every import, step by step, with how solvable each start of
        the reasoning was. Import traces that you have, or launch an ablation: they appear while it trains.
      </p>
    </EmptyState>
  );
}

interface Way {
  key: string;
  says: string;
  change: Record<string, string | null>;
  params: URLSearchParams;
}

const paramsWithout = (values: FilterValues, keys: readonly string[]) => {
  const kept = Object.entries(values).filter(
    (pair): pair is [string, string] => pair[1] !== undefined && !keys.includes(pair[0]),
  );
  return new URLSearchParams(kept);
};

/** Every filter that could go, with what the rest would ask for. */
function waysOut(values: FilterValues, choices: FilterChoices): Way[] {
  const wayOf = (field: FilterField): Way => ({
    key: keysOf(field).join("-"),
    says: `${field.title}: ${filterWords(field, values, choices)}`,
    change: without(field),
    params: paramsWithout(values, keysOf(field)),
  });
  const words = values.text
    ? [
        {
          key: "text",
          says: `the words “${values.text}”`,
          change: { text: null },
          params: paramsWithout(values, ["text"]),
        },
      ]
    : [];
  return [...words, ...FILTER_FIELDS.filter((field) => isSet(field, values)).map(wayOf)];
}

interface Props {
  values: FilterValues;
  choices: FilterChoices;
  onChange: (change: Record<string, string | null>) => void;
}

/** Filters that leave nothing: for each, how many traces there are without it. */
export function NothingMatches({ values, choices, onChange }: Props) {
  const ways = waysOut(values, choices);
  const counts = useQueries({
    queries: ways.map(({ params }) => ({
      queryKey: ["explorer", "count", params.toString()],
      queryFn: ({ signal }: { signal: AbortSignal }) =>
        fetchJson(`/api/v1/explorer/traces?${params}&limit=1`, explorerRows, { signal }),
      staleTime: 60_000,
    })),
  });
  const all = Object.assign({}, ...ways.map((way) => way.change));
  return (
    <EmptyState
      title="No trace matches"
      action={ways.length > 1 ? <Button onClick={() => onChange(all)}>Clear all filters</Button> : undefined}
    >
      <p>{ways.length === 0 ? "There is nothing here." : "Take a filter away to see more:"}</p>
      <ul className="flex flex-col items-start gap-1.5">
        {ways.map((way, i) => {
          const total = counts[i]?.data?.total;
          return (
            <li key={way.key}>
              <Button size="sm" disabled={total === 0} onClick={() => onChange(way.change)}>
                <bdi className="max-w-80 truncate">Without {way.says}</bdi>
                <span className="font-normal text-ink-3">
                  {total === undefined ? "…" : total === 0 ? "still none" : plural(total, "trace")}
                </span>
              </Button>
            </li>
          );
        })}
      </ul>
    </EmptyState>
  );
}
