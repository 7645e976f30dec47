import type { Metadata } from "next";
import { CompareFrame } from "@/components/compare/compare-frame";
import { NothingToCompare } from "@/components/compare/nothing-to-compare";
import { SensitivityView } from "@/components/compare/sensitivity/sensitivity-view";
import { routes } from "@/lib/domain/routes";
import { readSelection, type SearchParams } from "../read-selection";

export const metadata: Metadata = { title: "Sensitivity" };

export default async function SensitivityPage({ searchParams }: { searchParams: SearchParams }) {
  const selected = await readSelection(searchParams);
  if (!selected) return <NothingToCompare />;
  const { selection, results } = selected;
  return (
    <CompareFrame selection={selection} results={results} current="sensitivity">
      <SensitivityView
        key={routes.compare(selection, "sensitivity")}
        selection={selection}
        results={{ ablationId: results.ablationId, arms: results.arms }}
      />
    </CompareFrame>
  );
}
