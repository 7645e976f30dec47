"use client";

import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { parseAsInteger, parseAsString, useQueryStates } from "nuqs";
import { useLiveRefresh } from "@/components/shell/use-live-refresh";
import { LinkButton } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { Input } from "@/components/ui/input";
import { Pager } from "@/components/ui/pager";
import { QueryFailure } from "@/components/ui/query-failure";
import { Toolbar } from "@/components/ui/toolbar";
import { fetchJson } from "@/lib/client/fetch-json";
import { type AblationsPage, ablationsPage } from "@/lib/contracts";
import { routes } from "@/lib/domain/routes";
import { AblationsTable } from "./ablations-table";

const PAGE_SIZE = 50;

interface Props {
  initial: AblationsPage;
  /** The query that `initial` answers. */
  initialQuery: { q: string; offset: number };
}

function useAblations({ initial, initialQuery }: Props, query: { q: string; offset: number }) {
  const isInitial = query.q === initialQuery.q && query.offset === initialQuery.offset;
  return useQuery({
    queryKey: ["ablations", query],
    queryFn: ({ signal }) =>
      fetchJson(
        `/api/v1/ablations?${new URLSearchParams({ q: query.q, offset: String(query.offset), limit: String(PAGE_SIZE) })}`,
        ablationsPage,
        { signal },
      ),
    placeholderData: keepPreviousData,
    ...(isInitial ? { initialData: initial } : {}),
  });
}

/** The list of ablations: search, live progress, and the way to launch where there is none. */
export function AblationsList(props: Props) {
  const [query, setQuery] = useQueryStates({
    q: parseAsString.withDefault(""),
    offset: parseAsInteger.withDefault(0),
  });
  const { data, error, refetch } = useAblations(props, query);
  useLiveRefresh({}, [["ablations"]]);
  if (error) {
    return (
      <QueryFailure title="The ablations could not be read" error={error} onRetry={() => void refetch()} />
    );
  }
  const page = data ?? props.initial;
  if (page.total === 0 && query.q === "") return <NothingYet />;
  return (
    <>
      <Toolbar label="Search">
        <Input
          type="search"
          aria-label="Search ablations"
          placeholder="Search by name or description"
          className="w-72"
          value={query.q}
          onChange={(event) => void setQuery({ q: event.target.value || null, offset: null })}
        />
      </Toolbar>
      {page.total === 0 ? (
        <EmptyState title={`No ablation matches “${query.q}”`}>
          Search looks at names and descriptions.
        </EmptyState>
      ) : (
        <AblationsTable ablations={page.ablations} />
      )}
      <Pager
        offset={query.offset}
        size={PAGE_SIZE}
        total={page.total}
        noun="ablation"
        onOffset={(offset) => void setQuery({ offset })}
      />
    </>
  );
}

function NothingYet() {
  return (
    <EmptyState
      title="No ablation yet"
      action={
        <div className="flex gap-2">
          <LinkButton variant="primary" href={routes.launch({ preset: "quickstart" })}>
            Launch the quickstart
          </LinkButton>
          <LinkButton href={routes.launch()}>Start from another preset</LinkButton>
        </div>
      }
    >
      <p>
        An ablation is a set of arms (outcome-only, mixed, process-only, …) trained with the same seeds from
        the same warm-ups, so that their difference can be told from noise.
      </p>
      <p>The quickstart trains four arms on three seeds on this machine's CPU. Nothing else is needed.</p>
    </EmptyState>
  );
}
