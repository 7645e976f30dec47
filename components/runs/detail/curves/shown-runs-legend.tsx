import { X } from "lucide-react";
import Link from "next/link";
import { LineSwatch } from "@/components/charts/line-swatch";
import { routes } from "@/lib/domain/routes";
import type { ShownRun } from "./shown-runs";

/** The runs on the charts with their lines; all but the page's own can be taken off. */
export function ShownRuns({ runs, onRemove }: { runs: readonly ShownRun[]; onRemove: (id: string) => void }) {
  return (
    <ul
      aria-label="Runs on the charts"
      className="flex w-full flex-wrap items-center gap-x-4 gap-y-1 text-xs"
    >
      {runs.map((run, i) => (
        <li key={run.id} className="inline-flex items-center gap-1.5">
          <LineSwatch colour={run.look.colour} dash={run.look.dash} />
          {i === 0 ? (
            <span className="font-medium">{run.name}</span>
          ) : (
            <>
              <Link href={routes.run(run.id)} className="text-ink-2 hover:underline">
                {run.name}
              </Link>
              <button
                type="button"
                onClick={() => onRemove(run.id)}
                className="rounded-sm p-0.5 text-ink-3 hover:bg-hover hover:text-ink"
                aria-label={`Take ${run.name} off the charts`}
              >
                <X aria-hidden className="size-3" />
              </button>
            </>
          )}
        </li>
      ))}
    </ul>
  );
}
