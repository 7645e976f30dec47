"use client";

import { ChevronLeft, ChevronRight } from "lucide-react";
import Link from "next/link";
import { useRouter } from "next/navigation";
import { useEffect, useState } from "react";
import { useKeys } from "@/components/shell/keys/keys";
import { buttonClass } from "@/components/ui/button";
import { readTrail, type TraceTrail } from "@/lib/client/trace-trail";
import { routes } from "@/lib/domain/routes";
import { formatCount } from "@/lib/format/number";

/** The trace `by` places further in a list; null at its ends and for a trace that is not in it. */
export function neighbourOf(ids: readonly string[], id: string, by: 1 | -1): string | null {
  const at = ids.indexOf(id);
  return at < 0 ? null : (ids[at + by] ?? null);
}

/** The list the reader came from, known only in the browser; until then, and without one, the trace's group. */
function useTrail(id: string, group: readonly string[]): TraceTrail | null {
  const [kept, setKept] = useState<TraceTrail | null>(null);
  useEffect(() => setKept(readTrail(id)), [id]);
  if (kept?.ids.includes(id)) return kept;
  return group.length > 1 ? { title: "this group", href: "", ids: [...group] } : null;
}

/** Where this trace stands in the list its reader came from, and the way to the next one (h and l). */
export function TrailNav({ id, group }: { id: string; group: readonly string[] }) {
  const trail = useTrail(id, group);
  const router = useRouter();
  const ids = trail?.ids ?? [];
  const [before, after] = [neighbourOf(ids, id, -1), neighbourOf(ids, id, 1)];
  const go = (to: string | null) => () => {
    if (to !== null) router.push(routes.trace(to));
  };
  useKeys(
    "Trace",
    [
      { keys: ["h"], does: "Previous trace of the list", run: go(before) },
      { keys: ["l"], does: "Next trace of the list", run: go(after) },
    ],
    trail !== null,
  );
  if (trail === null) return null;
  return (
    <nav aria-label="Traces of the list" className="flex items-center gap-1 text-ink-3 text-xs">
      <Step to={before} label="Previous trace" />
      <span>
        {formatCount(ids.indexOf(id) + 1)} of {formatCount(ids.length)} in{" "}
        {trail.href === "" ? (
          trail.title
        ) : (
          <Link href={trail.href} className="text-accent hover:underline">
            {trail.title}
          </Link>
        )}
      </span>
      <Step to={after} label="Next trace" />
    </nav>
  );
}

function Step({ to, label }: { to: string | null; label: string }) {
  const Icon = label.startsWith("Prev") ? ChevronLeft : ChevronRight;
  if (to === null)
    return (
      <span aria-hidden className="inline-flex size-7 items-center justify-center opacity-30">
        <Icon className="size-3.5" />
      </span>
    );
  return (
    <Link href={routes.trace(to)} aria-label={label} className={buttonClass("ghost", "icon")}>
      <Icon aria-hidden />
    </Link>
  );
}
