import { X } from "lucide-react";
import Link from "next/link";
import { Badge } from "@/components/ui/badge";
import { buttonClass } from "@/components/ui/button";
import { decodeNumber, type TraceDetail } from "@/lib/contracts";
import { routes } from "@/lib/domain/routes";
import { formatCount, formatValue } from "@/lib/format/number";
import { trainStepInWords } from "../facts-panel";
import { outcomeInWords } from "../outcome-words";
import { visibleText } from "../text/visible-text";

const TONES: Record<string, "ok" | "bad" | "muted"> = { right: "ok", wrong: "bad" };

/** Who wrote each trace, how it ended and what it was worth. */
export function CompareHead({ traces }: { traces: readonly TraceDetail[] }) {
  return (
    <thead>
      <tr className="align-top">
        <td className="border-b" />
        {traces.map((trace) => (
          <th key={trace.row.id} scope="col" className="border-b border-l px-3 py-2 font-normal">
            <One
              trace={trace}
              others={traces.filter((other) => other !== trace).map((other) => other.row.id)}
            />
          </th>
        ))}
      </tr>
    </thead>
  );
}

function One({ trace, others }: { trace: TraceDetail; others: string[] }) {
  const { row, run } = trace;
  const outcome = outcomeInWords(row);
  return (
    <div className="flex flex-col gap-1">
      <div className="flex items-start justify-between gap-2">
        <Link
          href={routes.trace(row.id)}
          className="min-w-0 break-words font-medium text-accent hover:underline"
        >
          <bdi>{visibleText(run.name)}</bdi>, sample {row.sampleIndex + 1}
        </Link>
        {others.length > 1 ? (
          <Link
            href={routes.sideBySide(others)}
            aria-label={`Take sample ${row.sampleIndex + 1} of ${run.name} out`}
            className={buttonClass("ghost", "icon")}
          >
            <X aria-hidden />
          </Link>
        ) : null}
      </div>
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1 text-ink-2 text-xs">
        <Badge tone={TONES[outcome] ?? "muted"}>{outcome}</Badge>
        <span>
          answer <bdi className="font-mono">{row.answer === null ? "none" : visibleText(row.answer)}</bdi>
        </span>
        <span>R {row.reward === null ? "unknown" : formatValue(decodeNumber(row.reward), 3)}</span>
        <span>
          advantage{" "}
          {row.groupAdvantage === null ? "unknown" : formatValue(decodeNumber(row.groupAdvantage), 3)}
        </span>
      </div>
      <div className="text-ink-3 text-xs">
        train step {trainStepInWords(trace)},{" "}
        {row.responseTokens === null ? "length unknown" : `${formatCount(row.responseTokens)} tokens`}, K ={" "}
        {row.stepCount}
      </div>
    </div>
  );
}
