import type { Metadata } from "next";
import { CompareFrame } from "@/components/compare/compare-frame";
import { NothingToCompare } from "@/components/compare/nothing-to-compare";
import { WhatIfView } from "@/components/compare/what-if/what-if-view";
import { routes } from "@/lib/domain/routes";
import { readSelection, type SearchParams } from "../read-selection";

export const metadata: Metadata = { title: "What if" };

export default async function WhatIfPage({ searchParams }: { searchParams: SearchParams }) {
  const selected = await readSelection(searchParams);
  if (!selected) return <NothingToCompare />;
  const { selection, results } = selected;
  return (
    <CompareFrame selection={selection} results={results} current="what-if">
      <WhatIfView
        key={routes.compare(selection, "what-if")}
        selection={selection}
        results={{ ablationId: results.ablationId, arms: results.arms }}
      />
    </CompareFrame>
  );
}
