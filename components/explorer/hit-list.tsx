"use client";

import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { routes } from "@/lib/domain/routes";
import { plural } from "@/lib/format/number";
import { hitPlace, Marked } from "./marked";
import { fetchHits } from "./use-found";

const EACH = 20;

/** Every place of a trace that holds the words of the search, each a way there. */
export function HitList({ id, text }: { id: string; text: string }) {
  const { data } = useQuery({
    queryKey: ["explorer", "hits", text, id, EACH],
    queryFn: ({ signal }) => fetchHits(text, [id], EACH, signal),
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 20_000,
  });
  const trace = data?.traces.find((t) => t.id === id);
  if (!trace) return null;
  return (
    <section aria-label="Found in this trace" className="mb-3 border-b pb-3 text-xs">
      <h3 className="mb-1 font-medium">
        Found in {plural(trace.hits.length, "place")}
        {trace.more ? " and more" : ""}
      </h3>
      <ul className="flex flex-col gap-1">
        {trace.hits.map((hit) => {
          const place = hitPlace(hit);
          const anchor = hit.traceStep === null ? "" : `#s${hit.traceStep}`;
          return (
            <li key={`${place} ${hit.marks.join(" ")} ${hit.excerpt}`} className="line-clamp-2 text-ink-2">
              <Link href={`${routes.trace(id)}${anchor}`} className="mr-1.5 text-accent hover:underline">
                {place}
              </Link>
              <Marked hit={hit} />
            </li>
          );
        })}
      </ul>
    </section>
  );
}
