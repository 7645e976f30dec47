import { CircleCheck, TriangleAlert } from "lucide-react";
import type { HealthLine } from "@/lib/reports/health";
import { ReportSection } from "./report-section";

/** What failed, was lost or is missing; and what was looked at and found clean. */
export function Health({ lines }: { lines: readonly HealthLine[] }) {
  return (
    <ReportSection id="health" title="Data health">
      <dl className="grid grid-cols-1 gap-x-4 gap-y-1.5 text-sm sm:grid-cols-[11rem_1fr]">
        {lines.map(({ label, state, text }) => (
          <div key={label} className="contents">
            <dt className="flex items-center gap-1.5 text-ink-2">
              {state === "ok" ? (
                <CircleCheck aria-label="nothing to report" className="size-3.5 shrink-0 text-ok" />
              ) : (
                <TriangleAlert aria-label="worth knowing" className="size-3.5 shrink-0 text-warn" />
              )}
              {label}
            </dt>
            <dd className="mb-1 break-words">{text}</dd>
          </div>
        ))}
      </dl>
    </ReportSection>
  );
}
