import { ReportSection } from "./report-section";

/** A report of reported numbers alone has no training, cost, health or settings to tell of. */
export function NothingTrained() {
  return (
    <ReportSection id="training" title="Training, cost, health and settings">
      <p className="max-w-prose text-sm">
        Not known: all numbers here are reported ones. No training of this server is part of this report.
      </p>
    </ReportSection>
  );
}
