import { ArmChip } from "@/components/ui/arm-chip";
import { Panel } from "@/components/ui/panel";
import type { WhatIfArm } from "@/lib/contracts";
import { formatCount, plural } from "@/lib/format/number";
import { changesText, describeWhatIf, lacksContinuations } from "./describe-what-if";
import { HistogramChart, type Quantity } from "./histogram-chart";
import { LaunchAsArm } from "./launch-as-arm";
import { baseText, HealthLine } from "./stored-base";

interface Props {
  arm: WhatIfArm;
  ablationId: string | null;
  show: Quantity;
}

/** One arm under the changed settings: in words and as a distribution. */
export function ArmPanel({ arm, ablationId, show }: Props) {
  const changes = changesText(arm);
  return (
    <Panel
      title={<ArmChip position={arm.arm.position} name={arm.arm.name} />}
      aside={changes === "" ? "as trained" : changes}
    >
      <div className="flex min-w-0 flex-col gap-3">
        <div className="max-w-prose space-y-1 text-sm">
          {describeWhatIf(arm).map((sentence) => (
            <p key={sentence}>{sentence}</p>
          ))}
        </div>
        {lacksContinuations(arm) ? null : <HistogramChart arm={arm} quantity={show} />}
        <p className="text-2xs text-ink-3">
          {baseText(arm)}.
          {arm.incompleteGroups > 0
            ? ` ${plural(arm.incompleteGroups, "group")} of ${formatCount(arm.groups)} are not stored whole and left out of advantages and signal.`
            : ""}
        </p>
        <HealthLine health={arm.health} />
        {changes === "" ? null : (
          <div className="flex flex-wrap items-center gap-3">
            <LaunchAsArm ablationId={ablationId} arm={arm.arm} stored={arm.stored} settings={arm.settings} />
          </div>
        )}
      </div>
    </Panel>
  );
}
