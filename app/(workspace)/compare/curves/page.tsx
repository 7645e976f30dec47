import type { Metadata } from "next";
import { CompareFrame } from "@/components/compare/compare-frame";
import { ReplicatedView } from "@/components/compare/curves/replicated-view";
import { NothingToCompare } from "@/components/compare/nothing-to-compare";
import { routes } from "@/lib/domain/routes";
import { getDb } from "@/lib/server/db";
import { readReplicatedSeries } from "@/lib/services/series/read-replicated";
import { readSelection, type SearchParams } from "../read-selection";

export const metadata: Metadata = { title: "Curves with replication" };

export default async function CurvesPage({ searchParams }: { searchParams: SearchParams }) {
  const selected = await readSelection(searchParams);
  if (!selected) return <NothingToCompare />;
  const { selection, results } = selected;
  const catalogue = await readReplicatedSeries(getDb(), {
    ...{ selection, names: [], axis: "trainStep", buckets: 2 },
  });
  if (!catalogue) return <NothingToCompare />;
  return (
    <CompareFrame selection={selection} results={results} current="curves">
      <ReplicatedView key={routes.compare(selection, "curves")} selection={selection} initial={catalogue} />
    </CompareFrame>
  );
}
