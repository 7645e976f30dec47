"use client";

import { useState } from "react";
import { CopyButton } from "@/components/ui/copy-button";
import { Table, Td, Th } from "@/components/ui/table";
import { formatCount } from "@/lib/format/number";
import type { TrainStepHeatmap } from "./heatmap-cells";
import { heatmapCsv, twoDecimals } from "./heatmap-text";

interface Props {
  heatmap: TrainStepHeatmap;
  columnText: (column: number) => string;
  /** A column's train steps were chosen, as by a click on one of its cells. */
  onOpen: (column: number) => void;
}

/** The same numbers as the heatmap's, to read or to copy. */
export function HeatmapTable({ heatmap, columnText, onOpen }: Props) {
  // Hundreds of rows are made only for who asks for them.
  const [open, setOpen] = useState(false);
  const traceSteps = Array.from({ length: heatmap.rows }, (_, row) => row);
  return (
    <details className="text-xs" onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary className="w-fit text-ink-2 hover:text-ink">As a table</summary>
      {open ? (
        <div className="mt-2 flex flex-col items-start gap-2">
          <CopyButton text={heatmapCsv(heatmap)} label="CSV" showLabel />
          <section aria-label="Table of the heatmap" className="max-h-96 w-full overflow-auto border">
            <Table aria-label="Mean solvability by train step and trace step">
              <thead>
                <tr>
                  <Th>Train step</Th>
                  {traceSteps.map((row) => (
                    <Th key={row} numeric>
                      Trace step {row + 1}
                    </Th>
                  ))}
                </tr>
              </thead>
              <tbody>
                {heatmap.trainSteps.map(({ from }, column) => (
                  <tr key={from}>
                    <th scope="row" className="border-b px-4 text-left font-normal">
                      <button
                        type="button"
                        onClick={() => onOpen(column)}
                        className="rounded-sm text-accent hover:underline"
                      >
                        {columnText(column)}
                      </button>
                    </th>
                    {traceSteps.map((row) => (
                      <FactsCell key={row} facts={heatmap.factsAt(column, row)} />
                    ))}
                  </tr>
                ))}
              </tbody>
            </Table>
          </section>
        </div>
      ) : null}
    </details>
  );
}

function FactsCell({ facts }: { facts: ReturnType<TrainStepHeatmap["factsAt"]> }) {
  if (!facts)
    return (
      <Td numeric className="text-ink-3">
        {"none"}
      </Td>
    );
  const rest = [
    facts.missing > 0 ? `${formatCount(facts.missing)} missing` : "",
    facts.notScored > 0 ? `${formatCount(facts.notScored)} not scored` : "",
  ].filter(Boolean);
  return (
    <Td numeric>
      {facts.mean === null ? null : `${twoDecimals(facts.mean)} (n ${formatCount(facts.scored)})`}
      {rest.length > 0 ? <span className="block text-2xs text-ink-3">{rest.join(", ")}</span> : null}
    </Td>
  );
}
