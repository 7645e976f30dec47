import type { Metadata } from "next";
import { CompareFrame } from "@/components/compare/compare-frame";
import { CostView } from "@/components/compare/cost/cost-view";
import { NothingToCompare } from "@/components/compare/nothing-to-compare";
import { routes } from "@/lib/domain/routes";
import { getDb } from "@/lib/server/db";
import { readCosts } from "@/lib/services/costs/read-costs";
import { readSelection, type SearchParams } from "../read-selection";

export const metadata: Metadata = { title: "Cost" };

export default async function CostPage({ searchParams }: { searchParams: SearchParams }) {
  const selected = await readSelection(searchParams);
  if (!selected) return <NothingToCompare />;
  const { selection, results } = selected;
  const costs = await readCosts(getDb(), selection);
  if (!costs) return <NothingToCompare />;
  return (
    <CompareFrame selection={selection} results={results} current="cost">
      <CostView key={routes.compare(selection, "cost")} selection={selection} initial={{ results, costs }} />
    </CompareFrame>
  );
}
