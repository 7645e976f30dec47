import type { Metadata } from "next";
import { CompareFrame } from "@/components/compare/compare-frame";
import { CompareView } from "@/components/compare/compare-view";
import { NothingToCompare } from "@/components/compare/nothing-to-compare";
import { SelectionControls } from "@/components/compare/selection-controls";
import { TrainedWherePanel } from "@/components/compare/trained-where";
import { FreezeButton } from "@/components/reports/freeze-button";
import { ablationsQuery } from "@/lib/contracts";
import { routes } from "@/lib/domain/routes";
import { getDb } from "@/lib/server/db";
import { listAblations } from "@/lib/services/ablations-read/list-ablations";
import { listResultSets } from "@/lib/services/result-sets/list-result-sets";
import { readTrainedWhere } from "@/lib/services/results/read-trained-where";
import { readSelection, type SearchParams } from "./read-selection";

export const metadata: Metadata = { title: "Compare" };

export default async function ComparePage({ searchParams }: { searchParams: SearchParams }) {
  const selected = await readSelection(searchParams);
  if (!selected) return <NothingToCompare />;
  const { selection, results } = selected;
  const [{ ablations }, resultSets, where] = await Promise.all([
    listAblations(getDb(), ablationsQuery.parse({})),
    listResultSets(getDb()),
    readTrainedWhere(getDb(), results),
  ]);
  return (
    <CompareFrame
      selection={selection}
      results={results}
      current="results"
      actions={
        <>
          <SelectionControls
            selection={selection}
            results={results}
            ablations={ablations.map((a) => ({ id: a.id, name: a.name }))}
            resultSets={resultSets}
          />
          <FreezeButton selection={selection} />
        </>
      }
    >
      <CompareView key={routes.compare(selection)} selection={selection} initial={results} />
      <TrainedWherePanel arms={where} />
    </CompareFrame>
  );
}
