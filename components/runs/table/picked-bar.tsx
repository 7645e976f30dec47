import { Scale } from "lucide-react";
import { Button, LinkButton } from "@/components/ui/button";
import { routes } from "@/lib/domain/routes";
import { plural } from "@/lib/format/number";
import { MOST_PICKED } from "./use-picked";

/** What can be done with the picked runs; it keeps its place, so that picking moves nothing. */
export function PickedBar({ picked, onClear }: { picked: ReadonlySet<string>; onClear: () => void }) {
  return (
    <div className="no-print flex min-h-11 flex-wrap items-center gap-2 border-b px-4 py-1.5 text-ink-3 text-xs">
      {picked.size === 0 ? (
        <span>Pick runs to compare them: they become arms by everything but the seed.</span>
      ) : (
        <>
          <span aria-live="polite">
            {plural(picked.size, "run")} picked{picked.size >= MOST_PICKED ? ", the most at once" : ""}
          </span>
          <LinkButton size="sm" variant="primary" href={routes.compare({ runs: [...picked] })}>
            <Scale aria-hidden />
            Compare
          </LinkButton>
          <Button size="sm" variant="ghost" onClick={onClear}>
            Clear
          </Button>
        </>
      )}
    </div>
  );
}
