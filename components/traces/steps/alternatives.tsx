import { Badge } from "@/components/ui/badge";
import type { TraceDetail } from "@/lib/contracts";
import { formatValue, plural } from "@/lib/format/number";
import { LABEL_LOOKS } from "../scorers/prepare-scorers";
import { TraceText } from "../text/trace-text";

/** Other candidates after the same prefix, which a data set kept beside the one that was gone on with. */
export function Alternatives({ list }: { list: TraceDetail["alternatives"] }) {
  if (list.length === 0) return null;
  return (
    <details className="mt-1.5">
      <summary className="w-fit rounded-sm text-accent text-xs hover:underline">
        {plural(list.length, "other candidate")} after the same prefix
      </summary>
      <ul className="mt-1 flex flex-col gap-1">
        {list
          .map((one, i) => ({ ...one, key: `alternative-${i}` }))
          .map(({ key, text, value, label }) => (
            <li key={key} className="rounded-sm border border-dashed px-2 py-1.5">
              <div className="font-mono text-xs">
                <TraceText text={text} />
              </div>
              <span className="mt-0.5 flex flex-wrap gap-1.5 text-2xs text-ink-3 empty:hidden">
                {label === null ? null : (
                  <Badge tone={LABEL_LOOKS[label].tone}>{LABEL_LOOKS[label].word}</Badge>
                )}
                {value === null ? null : `value ${formatValue(value, 3)}`}
              </span>
            </li>
          ))}
      </ul>
    </details>
  );
}
