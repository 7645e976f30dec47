import type { Metadata } from "next";
import { AblationPicker } from "@/components/compare/ablation-picker";
import { CompareFrame } from "@/components/compare/compare-frame";
import { CompareView } from "@/components/compare/compare-view";
import { NothingToCompare } from "@/components/compare/nothing-to-compare";
import { ablationsQuery } from "@/lib/contracts";
import { routes } from "@/lib/domain/routes";
import { getDb } from "@/lib/server/db";
import { listAblations } from "@/lib/services/ablations-read/list-ablations";
import { readSelection, type SearchParams } from "./read-selection";

export const metadata: Metadata = { title: "Compare" };

export default async function ComparePage({ searchParams }: { searchParams: SearchParams }) {
  const selected = await readSelection(searchParams);
  if (!selected) return <NothingToCompare />;
  const { selection, results } = selected;
  const { ablations } = await listAblations(getDb(), ablationsQuery.parse({}));
  return (
    <CompareFrame
      selection={selection}
      results={results}
      current="results"
      actions={
        results.ablationId === null ? null : (
          <AblationPicker
            current={results.ablationId}
            ablations={ablations.map((a) => ({ id: a.id, name: a.name }))}
          />
        )
      }
    >
      <CompareView key={routes.compare(selection)} selection={selection} initial={results} />
    </CompareFrame>
  );
}
