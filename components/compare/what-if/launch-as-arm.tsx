import { Rocket } from "lucide-react";
import { LinkButton } from "@/components/ui/button";
import type { ResultArm, WhatIfSettings } from "@/lib/contracts";
import { routes } from "@/lib/domain/routes";
import { toRewardConfig } from "@/lib/rewards/schemes";

interface Props {
  /** Null: the runs were selected by hand, so that there is no launch to repeat. */
  ablationId: string | null;
  arm: ResultArm;
  stored: WhatIfSettings;
  settings: WhatIfSettings;
}

/** The reward constants that a new arm would change of the old one; null where no training takes these settings. */
export function rewardChanges({ stored, settings }: Pick<Props, "stored" | "settings">) {
  const [before, after] = [toRewardConfig(stored), toRewardConfig(settings)];
  if (before === null || after === null) return null;
  const differing = Object.entries(after).filter(
    ([key, value]) => before[key as keyof typeof before] !== value,
  );
  return Object.fromEntries(differing) as Partial<typeof after>;
}

/** What only retraining can tell, and the way to it. */
export function LaunchAsArm({ ablationId, arm, stored, settings }: Props) {
  const reward = rewardChanges({ stored, settings });
  const grpo = stored.scaleRewards === settings.scaleRewards ? {} : { scaleRewards: settings.scaleRewards };
  if (reward === null)
    return <p className="text-ink-3 text-xs">GDPO is recomputed only: the trainer cannot train with it.</p>;
  if (Object.keys(reward).length + Object.keys(grpo).length === 0) return null;
  if (ablationId === null)
    return (
      <p className="text-ink-3 text-xs">To train with these settings, open the ablation of these runs.</p>
    );
  return (
    <LinkButton size="sm" href={routes.launch({ from: ablationId, arm: arm.key, reward, grpo })}>
      <Rocket aria-hidden />
      Train with this as a new arm
    </LinkButton>
  );
}
