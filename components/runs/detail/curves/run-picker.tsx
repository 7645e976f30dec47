"use client";

import { ArmChip } from "@/components/ui/arm-chip";
import { Button } from "@/components/ui/button";
import { type Choice, MultiSelect } from "@/components/ui/multi-select";
import { statusLook } from "@/components/ui/status-look";
import type { RunRow, RunSibling } from "@/lib/contracts";
import { usualChoices } from "./run-choices";
import { MOST_RUNS } from "./url-state";

interface Props {
  main: RunRow;
  siblings: readonly RunSibling[];
  chosen: readonly string[];
  onChosen: (ids: string[]) => void;
}

function toChoice(run: RunSibling): Choice<string> {
  return {
    value: run.id,
    text: `${run.name} ${run.status}`,
    label: (
      <span className="flex items-center gap-2">
        <ArmChip position={run.armPosition} name={run.name} />
        <span className="text-2xs text-ink-3">{statusLook(run.status).label.toLowerCase()}</span>
      </span>
    ),
  };
}

/** Which runs are drawn over this one: any of its ablation, with the two comparisons people ask for one click away. */
export function RunPicker({ main, siblings, chosen, onChosen }: Props) {
  const { sameSeed, sameArm } = usualChoices(main, siblings);
  const take = (ids: string[]) => onChosen(ids.slice(0, MOST_RUNS - 1));
  return (
    <span className="inline-flex flex-wrap items-center gap-1.5">
      <MultiSelect
        label="Overlay"
        summary={chosen.length > 0 ? `${chosen.length} of ${siblings.length} runs` : "no run"}
        choices={siblings.map(toChoice)}
        chosen={[...chosen]}
        onChosen={take}
      />
      {sameSeed.length > 0 ? (
        <Button variant="ghost" size="sm" onClick={() => take(sameSeed)}>
          Same seed, other arms
        </Button>
      ) : null}
      {sameArm.length > 0 ? (
        <Button variant="ghost" size="sm" onClick={() => take(sameArm)}>
          Same arm, other seeds
        </Button>
      ) : null}
    </span>
  );
}
