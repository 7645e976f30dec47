import { metricTitle } from "@/components/runs/table/metric-title";
import type { FrozenCurve } from "@/lib/contracts/report";
import type { AblationResults } from "@/lib/contracts/results";
import { curvesCsv } from "@/lib/reports/curves-csv";
import { CurvesFigure } from "./figures/curves-figure";
import { FigureFrame } from "./figures/figure-frame";
import { type ArmCurve, prepareCurves } from "./figures/prepare-curves";
import { Note, ReportSection } from "./report-section";

/** S; where seeds ended early, how many a mean rests on at the least and most. */
function seedsOf(own: readonly ArmCurve[]): string {
  const least = Math.min(...own.map((curve) => curve.n.least));
  const most = Math.max(...own.map((curve) => curve.n.most));
  const seeds = least === most ? `S = ${most}` : `S = ${least} to ${most}`;
  return most < 2 ? `${seeds} (one seed: no mean, no band)` : seeds;
}

/** What the trainings looked like: the main metrics over train steps, with the spread of the seeds. */
export function Curves({
  curves,
  results,
  level,
  figure,
}: {
  curves: readonly FrozenCurve[];
  results: AblationResults;
  level: number;
  figure: number;
}) {
  const odd = curves.flatMap((curve) =>
    curve.arms.some((arm) => arm.seeds.some((seed) => seed.odd > 0)) ? [metricTitle(curve.metric).title] : [],
  );
  return (
    <ReportSection id="curves" title="Training">
      {curves.length === 0 ? (
        <p className="text-sm">No training has logged any of the usual metrics.</p>
      ) : (
        <FigureFrame
          number={figure}
          title="Training curves"
          csv={curvesCsv(curves, results)}
          caption={`Line = mean over seeds, band = ${Math.round(100 * level)}% t interval of that mean at each train step by itself (pointwise, not for the whole curve); faint lines = single seeds. Where seeds ended early the mean rests on fewer; one seed has neither mean nor band. Bands that would leave a panel are cut at its edge.`}
        >
          <CurvesFigure
            id="training"
            title="Training curves"
            arms={results.arms}
            basisOf={seedsOf}
            panels={curves.map((curve) => ({
              ...prepareCurves(curve, level),
              ...metricTitle(curve.metric),
              xTitle: "train step",
            }))}
          />
        </FigureFrame>
      )}
      {odd.length > 0 ? (
        <Note>
          NaN or infinities were logged in {odd.join(", ")}: such places are left out, not set to 0.
        </Note>
      ) : null}
      <Note>
        What a reward is made of differs between arms: rewards are not comparable across them, accuracies are.
      </Note>
    </ReportSection>
  );
}
