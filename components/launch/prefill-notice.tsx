"use client";

import { Button } from "@/components/ui/button";
import { useLaunchForm } from "./form-context";
import { type Filled, showSetting } from "./prefill";

/** Says what another page filled in, or why it could not; offers to declare the comparison that it is for. */
export function PrefillNotice({ filled }: { filled: Filled }) {
  const { draft, set } = useLaunchForm();
  const { arm, settings, problems } = filled;
  if (problems.length > 0) return <Problems problems={problems} />;
  const benchmark = draft.contrast?.benchmark ?? draft.benchmarks[0];
  const keys = draft.arms.map((each) => each.key);
  if (!arm || !keys.includes(arm.key)) return null;
  const isDeclared = draft.contrast?.arm === arm.key && draft.contrast.baseline === arm.modelKey;
  const canDeclare = benchmark !== undefined && keys.includes(arm.modelKey) && !isDeclared;
  return (
    <section
      aria-label="Filled in from another page"
      className="rounded-lg border border-info/40 bg-info/5 px-4 py-3 text-sm"
    >
      <p>
        Filled in: the arm <strong className="font-medium">{arm.name}</strong>, a copy of {arm.modelName} that
        changes only
      </p>
      <ul className="mt-1 flex flex-wrap gap-x-5 gap-y-0.5 text-xs">
        {settings.map(({ path, label, before, after }) => (
          <li key={path}>
            <span className="font-medium">{label.symbol}</span> {label.text}:{" "}
            <span className="text-ink-3">{showSetting(before)}</span> → {showSetting(after)}
          </li>
        ))}
      </ul>
      <div className="mt-2 flex flex-wrap items-center gap-x-3 gap-y-1.5 text-ink-2 text-xs">
        <span>
          All arms are trained anew from warm-ups of this launch, so their differences are paired by seed.
        </span>
        {canDeclare ? (
          <span>
            What it asks is {arm.name} − {arm.modelName} on {benchmark}:{" "}
            <Button
              size="sm"
              onClick={() => set("contrast", { arm: arm.key, baseline: arm.modelKey, benchmark })}
            >
              Declare as the contrast
            </Button>
          </span>
        ) : null}
        {isDeclared ? <span className="text-ok">Declared as the contrast on {benchmark}.</span> : null}
      </div>
    </section>
  );
}

function Problems({ problems }: { problems: readonly string[] }) {
  return (
    <div role="alert" className="rounded-lg border border-warn/40 bg-warn/5 px-4 py-3 text-sm">
      <p>Nothing was filled in from the other page: its address asks for something that cannot be trained.</p>
      <ul className="mt-1 list-disc pl-4 text-xs">
        {problems.map((problem) => (
          <li key={problem}>{problem}</li>
        ))}
      </ul>
    </div>
  );
}
