"use client";

import { parseAsInteger, useQueryState } from "nuqs";
import { useMemo, useState } from "react";
import { KeysButton, useKeys } from "@/components/shell/keys/keys";
import { Panel } from "@/components/ui/panel";
import type { PromptTraining, TraceRow } from "@/lib/contracts";
import { formatCount } from "@/lib/format/number";
import { LongText } from "../long-text";
import { positionOf, ribbonOf, sameSample } from "./prepare-through";
import { Ribbon } from "./ribbon";
import { SampleBody } from "./sample-body";
import { Samples } from "./samples";

/** One prompt through training: its ribbon of c_i, the samples of one train step, and what one of them says. */
export function ThroughView({ training }: { training: PromptTraining }) {
  const { trainSteps, runs, prompt } = training;
  const [wanted, setWanted] = useQueryState("at", parseAsInteger);
  const [read, setRead] = useState<TraceRow | null>(null);
  const columns = useMemo(() => ribbonOf(trainSteps), [trainSteps]);
  const at = positionOf(trainSteps, wanted);
  const rows = trainSteps[at]?.rows ?? [];
  const chosen = sameSample(rows, read);
  const move = (to: number) => {
    const step = trainSteps[Math.min(trainSteps.length - 1, Math.max(0, to))];
    if (step) void setWanted(step.trainStep);
  };
  useKeys("One prompt through training", [
    { keys: ["ArrowLeft", "h"], does: "Earlier train step", run: () => move(at - 1) },
    { keys: ["ArrowRight", "l"], does: "Later train step", run: () => move(at + 1) },
    { keys: ["Home"], does: "First train step", run: () => move(0) },
    { keys: ["End"], does: "Last train step", run: () => move(trainSteps.length - 1) },
  ]);
  return (
    <div className="flex flex-col gap-4 p-4">
      <Panel title="Prompt">
        <div className="font-mono text-sm">
          <LongText text={prompt.preview} />
        </div>
      </Panel>
      <Panel title="Solvability through training" aside={<KeysButton />}>
        <Ribbon columns={columns} at={at} onMove={move} />
        {training.truncated ? (
          <p className="mt-2 text-warn text-xs">
            Only the first {formatCount(trainSteps.reduce((n, step) => n + step.rows.length, 0))} responses
            are shown: choose one run instead of an arm.
          </p>
        ) : null}
      </Panel>
      <div className="grid gap-4 xl:grid-cols-[minmax(0,1fr)_minmax(0,1fr)]">
        <Panel title={`Samples of train step ${formatCount(trainSteps[at]?.trainStep ?? 0)}`} padded={false}>
          <Samples rows={rows} runs={runs} chosen={chosen?.id ?? null} onChoose={setRead} />
        </Panel>
        <Panel title={chosen ? `Sample ${chosen.sampleIndex + 1}` : "What it says"} padded={false}>
          <SampleBody id={chosen?.id ?? null} />
        </Panel>
      </div>
    </div>
  );
}
