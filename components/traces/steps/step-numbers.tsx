import { cx } from "@/components/ui/cx";
import { IntervalBar } from "../interval-bar";
import { countsInWords, Pips } from "../pips";
import type { TraceStepView } from "../prepare-trace";

/** c_i of a trace step with its interval, and what the step changed; hatched where it is missing. */
export function StepNumbers({ step, tau }: { step: TraceStepView; tau: number | null }) {
  if (step.c === null)
    return (
      <div
        className={cx(
          "rounded-sm px-1.5 py-0.5 text-xs",
          step.state === "missing" ? "hatched text-ink-2" : "text-ink-3",
        )}
      >
        {countsInWords(step)}
      </div>
    );
  return (
    <div className="flex flex-col gap-1 text-xs">
      <div className="flex items-center gap-2">
        <span className="w-16 font-medium">
          c<sub>{step.index}</sub> = {step.c.toFixed(2)}
        </span>
        <Pips counts={step} hollow={step.crossesTau} />
        <span className="text-ink-3">
          {step.successes}/{step.returned}
        </span>
      </div>
      <IntervalBar view={step} tau={tau} />
      <Advantage step={step} />
    </div>
  );
}

function Advantage({ step }: { step: TraceStepView }) {
  if (!step.advantage) return <span className="text-ink-3">change from the step before: unknown</span>;
  const { value, lo, hi } = step.advantage;
  const sign = (v: number) => `${v > 0 ? "+" : v < 0 ? "−" : ""}${Math.abs(v).toFixed(2)}`;
  return (
    <span
      className={value < 0 ? "text-bad" : "text-ink-2"}
      title="stepAdvantage a = c minus the c before it; Newcombe 95% interval"
    >
      a<sub>{step.index}</sub> = {sign(value)}
      {lo === null || hi === null ? "" : ` [${sign(lo)}, ${sign(hi)}]`}
    </span>
  );
}
