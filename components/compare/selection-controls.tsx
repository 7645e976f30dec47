"use client";

import { useRouter } from "next/navigation";
import { MultiSelect } from "@/components/ui/multi-select";
import { Select } from "@/components/ui/select";
import type { ResultSetSummary } from "@/lib/contracts/result-sets";
import type { AblationResults, ResultSelection } from "@/lib/contracts/results";
import { routes } from "@/lib/domain/routes";

interface Props {
  selection: ResultSelection;
  results: Pick<AblationResults, "ablationId" | "name">;
  ablations: readonly { id: string; name: string }[];
  resultSets: readonly ResultSetSummary[];
}

/** What is compared: an ablation, imported results beside it; always in the URL, so that a link shows the same. */
export function SelectionControls({ selection, results, ablations, resultSets }: Props) {
  const router = useRouter();
  const go = (next: Partial<ResultSelection>) => router.push(routes.compare({ ...selection, ...next }));
  return (
    <>
      {resultSets.length > 0 ? (
        <MultiSelect
          label="Imported results"
          summary={selection.imported.length === 0 ? "none" : String(selection.imported.length)}
          choices={resultSets.map((set) => ({
            value: set.id,
            text: `${set.name} ${set.source}`,
            label: (
              <>
                {set.name}
                <span className="block break-words text-2xs text-ink-3">{set.source}</span>
              </>
            ),
          }))}
          chosen={selection.imported}
          onChosen={(imported) => go({ imported })}
        />
      ) : null}
      <AblationPicker
        results={results}
        selection={selection}
        ablations={ablations}
        onAblation={(ablation) => go({ ablation, runs: [] })}
      />
    </>
  );
}

const NONE = "";

/** Which ablation is looked at. One that is older than the list still shows as itself. */
function AblationPicker(props: {
  selection: ResultSelection;
  results: Props["results"];
  ablations: Props["ablations"];
  onAblation: (id: string | undefined) => void;
}) {
  const { selection, results, ablations, onAblation } = props;
  const current = results.ablationId ?? NONE;
  const without = selection.runs.length > 0 ? "runs picked by hand" : "no ablation";
  const listed = [
    // Leaving the ablation leaves something to show only where imported results stay.
    ...(current === NONE || selection.imported.length > 0 ? [{ id: NONE, name: without }] : []),
    ...(current === NONE || ablations.some((a) => a.id === current)
      ? []
      : [{ id: current, name: results.name }]),
    ...ablations,
  ];
  return (
    <Select
      aria-label="Ablation"
      value={current}
      options={listed.map((a) => ({ value: a.id, label: a.name }))}
      onValueChange={(id) => onAblation(id === NONE ? undefined : id)}
      className="max-w-72"
    />
  );
}
