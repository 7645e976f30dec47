"use client";

import Link from "next/link";
import { LinkButton } from "@/components/ui/button";
import { cx } from "@/components/ui/cx";
import { decodeNumber, type PromptTraining, type TraceRow } from "@/lib/contracts";
import { routes } from "@/lib/domain/routes";
import { formatValue } from "@/lib/format/number";
import { MOST_SIDE_BY_SIDE } from "../group/prepare-group";
import { outcomeInWords } from "../outcome-words";
import { PipStrip } from "../pip-strip";

interface Props {
  rows: readonly TraceRow[];
  runs: PromptTraining["runs"];
  chosen: string | null;
  onChoose: (row: TraceRow) => void;
}

/** The samples of one train step; the one with the focus is read beside them. */
export function Samples({ rows, runs, chosen, onChoose }: Props) {
  const names = new Map(runs.map((run) => [run.id, `seed ${run.seed}`]));
  const ids = rows.slice(0, MOST_SIDE_BY_SIDE).map((row) => row.id);
  return (
    <div className="flex flex-col">
      <ul aria-label="Samples of this train step" className="flex flex-col">
        {rows.map((row) => (
          <li
            key={row.id}
            className={cx("flex items-center gap-3 border-b px-3 py-1.5", chosen === row.id && "bg-accent/8")}
          >
            <button
              type="button"
              aria-pressed={chosen === row.id}
              onFocus={() => onChoose(row)}
              onClick={() => onChoose(row)}
              className="flex min-w-0 flex-1 flex-wrap items-center gap-x-3 gap-y-0.5 rounded-sm text-left text-sm"
            >
              <span className="w-28">
                {runs.length > 1 ? `${names.get(row.runId)}, ` : ""}sample {row.sampleIndex + 1}
              </span>
              <span className="w-24 text-ink-2">{outcomeInWords(row)}</span>
              <span className="w-16 text-ink-2">
                R {row.reward === null ? "–" : formatValue(decodeNumber(row.reward), 3)}
              </span>
              <PipStrip row={row} />
            </button>
            <Link href={routes.trace(row.id)} className="text-accent text-xs hover:underline">
              open
            </Link>
          </li>
        ))}
      </ul>
      {ids.length > 1 ? (
        <div className="p-3">
          <LinkButton size="sm" href={routes.sideBySide(ids)}>
            Open {ids.length} side by side
          </LinkButton>
        </div>
      ) : null}
    </div>
  );
}
