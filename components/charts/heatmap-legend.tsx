import { solvabilityGradient } from "./solvability-scale";

// As strong as the canvas paints them: cells of a long run are two pixels wide.
const STRIPES = "repeating-linear-gradient(135deg, transparent 0 2px, var(--ink-3) 2px 4px)";
const SWATCH = "inline-block size-3 border border-line-strong";

/** The one scale of c_i, with tau on it, and the looks that are no number. */
export function HeatmapLegend({ tau, what }: { tau: number | null; what: string }) {
  return (
    <div className="flex flex-wrap items-start gap-x-6 gap-y-2 text-2xs text-ink-3">
      <div className="w-48">
        <div className="flex items-baseline justify-between">
          <span>0</span>
          <span className="text-ink-2">{what}</span>
          <span>1</span>
        </div>
        <div className="relative mt-0.5 h-2.5 border" style={{ background: solvabilityGradient() }}>
          {tau === null ? null : (
            <span
              aria-hidden
              className="absolute -inset-y-1 w-0.5 -translate-x-1/2 bg-ink outline outline-surface"
              style={{ left: `${tau * 100}%` }}
            />
          )}
        </div>
        {tau === null ? null : (
          <div className="relative mt-1 h-3">
            <span
              className="absolute -translate-x-1/2 whitespace-nowrap leading-none"
              style={{ left: `${tau * 100}%` }}
            >
              τ = {tau}
            </span>
          </div>
        )}
      </div>
      <ul className="flex flex-wrap gap-x-4 gap-y-1 pt-2">
        <li className="flex items-center gap-1.5">
          <span className={`${SWATCH} bg-surface`} style={{ backgroundImage: STRIPES }} />
          missing: every continuation was lost
        </li>
        <li className="flex items-center gap-1.5">
          <span className={`${SWATCH} bg-surface`} />
          not scored: none was sampled
        </li>
        <li className="flex items-center gap-1.5">
          <span className="inline-block size-3 bg-line" />
          no such trace step
        </li>
      </ul>
    </div>
  );
}
