import type { SensitivityArm } from "@/lib/contracts";
import { formatCount, formatShare, plural } from "@/lib/format/number";

/** Continuations that never returned. */
export function lostOf({ base }: SensitivityArm): { lost: number; requested: number } {
  return { lost: base.requested - base.returned, requested: base.requested };
}

/** What an arm's continuations amount to: "M = 4, 6,900 of 7,080 responses continued, 12 of 41,400 lost". */
export function continuationsText(arm: SensitivityArm): string {
  const { base } = arm;
  if (base.continued === 0)
    return `none of its ${plural(base.responses, "stored response")} has continuations`;
  const { lost, requested } = lostOf(arm);
  return `M = ${base.mostRequested}; ${formatCount(base.continued)} of ${plural(base.responses, "stored response")} continued; ${formatCount(lost)} of ${plural(requested, "continuation")} lost`;
}

/** What half the continuations would have said, in a sentence; null where it cannot be told. */
export function halfSentence(arm: SensitivityArm): string | null {
  const half = Math.floor(arm.base.mostRequested / 2);
  const point = arm.continuations.find(({ continuations }) => continuations === half);
  if (point === undefined || half < 1) return null;
  const flips =
    point.gate === null
      ? null
      : `the gate would have decided otherwise on ${formatShare(point.gate.flips)} of ${plural(point.gate.n, "response")}`;
  const order =
    point.ranks === null
      ? null
      : `${formatShare(point.ranks.reversed)} of the pairs within groups would have changed their order`;
  const signs =
    point.resampled === null
      ? null
      : `${formatShare(point.resampled.flipped.value)} of the advantages would have had the other sign (± ${formatShare(2 * point.resampled.flipped.error, 2)}, two Monte Carlo standard errors of the resampling)`;
  const parts = [flips, order, signs].filter((part) => part !== null);
  if (parts.length === 0) return null;
  return `With ${half} of the ${arm.base.mostRequested} continuations, ${parts.join("; ")}.`;
}

/** What an arm without anything to redraw is told as. */
export function withoutContinuations(arm: SensitivityArm, origin: "train" | "probe"): string | null {
  if (arm.base.continued > 0) {
    return arm.continuations.every(({ gate, spread }) => gate === null && spread === null)
      ? `${arm.arm.name}: its reward gives the process part no weight, so its continuations decide nothing. Look at it under another reward.`
      : null;
  }
  const probe =
    origin === "train"
      ? " If it was launched with a probe, those continuations can be looked at instead."
      : "";
  return `${arm.arm.name} drew no continuations: there is no c_i whose noise could be told.${probe}`;
}
