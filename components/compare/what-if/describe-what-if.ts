import type { WhatIfArm, WhatIfExample } from "@/lib/contracts";
import { changedSettings } from "@/lib/domain/what-if-changes";
import { formatCount, formatShare, formatValue, plural } from "@/lib/format/number";
import { wilson } from "@/lib/stats/proportions";
import { settingName, valueText } from "./setting-fields";

/** A count of something with what it is of. */
export interface Share {
  k: number;
  n: number;
}

/** "12.1% [9.8, 14.9]", Wilson at 95%; "none" of nothing. */
export function shareText({ k, n }: Share): string {
  const { p, lo, hi } = wilson(k, n);
  if (p === null || lo === null || hi === null) return "none";
  return `${formatShare(p)} [${(lo * 100).toFixed(1)}, ${(hi * 100).toFixed(1)}]`;
}

/** Complete groups that push the policy nowhere: all rewards equal, or fewer than two. */
export function withoutSignal({ groups, allEqual, fewerThanTwo }: WhatIfArm["signal"]["before"]): Share {
  return { k: allEqual + fewerThanTwo, n: groups };
}

/** "τ 0.5 → 0.75, scheme Weighted → Clipped"; empty where these are the arm's own settings. */
export function changesText({ stored, settings }: Pick<WhatIfArm, "stored" | "settings">): string {
  return changedSettings(stored, settings)
    .map((key) => `${settingName(key)} ${valueText(key, stored[key])} → ${valueText(key, settings[key])}`)
    .join(", ");
}

function signSentence({ signs }: WhatIfArm): string {
  if (signs.n === 0) return "No response has an advantage under both settings.";
  if (signs.same === signs.n) return "No advantage would change its sign.";
  const silenced = signs.lost > 0 ? `, ${formatCount(signs.lost)} would lose their push` : "";
  const woken = signs.gained > 0 ? `, ${formatCount(signs.gained)} would gain one` : "";
  return `${formatCount(signs.flipped)} of ${plural(signs.n, "response")} (${formatShare(signs.flipped / signs.n)}) would be pushed the other way${silenced}${woken}.`;
}

function signalSentence({ signal }: WhatIfArm): string {
  const [before, after] = [withoutSignal(signal.before), withoutSignal(signal.after)];
  if (before.n === 0) return "No group is stored whole, so nothing can be said about advantages.";
  if (before.k === after.k)
    return `${formatCount(after.k)} of ${plural(after.n, "group")} carry no signal, as trained.`;
  return `Groups without signal: ${formatCount(before.k)} as trained, ${formatCount(after.k)} with the changes, of ${formatCount(after.n)}.`;
}

function unknownSentence({ unknown }: WhatIfArm): string | null {
  const { before, after } = unknown;
  if (before.all === after.all) return null;
  const reasons = [
    after.process > 0 ? `${formatCount(after.process)} have no known c_i` : null,
    after.gate > 0 ? `lost continuations leave the gate of ${formatCount(after.gate)} undetermined` : null,
    after.outcome > 0 ? `the answer of ${formatCount(after.outcome)} was never judged` : null,
  ].filter((reason) => reason !== null);
  const why = reasons.length > 0 ? ` (${reasons.join("; ")})` : "";
  return `${plural(after.all, "response")} would have no reward, ${formatCount(before.all)} as trained${why}.`;
}

function continuationsSentence({ unknown, responses }: WhatIfArm): string {
  const kept = responses - unknown.after.all;
  const rest =
    kept === 0
      ? ""
      : ` (the other ${formatCount(kept)} have one that needs none, such as an invalid format's 0)`;
  return `This arm drew no continuations, so the c_i that these settings pay are unknown: ${plural(unknown.after.all, "response")} of ${formatCount(responses)} would have no reward${rest}. What this reward would have done here cannot be told from what is stored; a probe draws continuations for looking at, and training a new arm draws them all.`;
}

/** Whether the settings need continuations that this arm never drew: hardly a response has a reward then. */
export function lacksContinuations({ withContinuations, unknown }: WhatIfArm): boolean {
  return withContinuations === 0 && unknown.after.process > unknown.before.process;
}

/** What the changes do to one arm, in sentences that a person can check against the numbers beside them. */
export function describeWhatIf(arm: WhatIfArm): string[] {
  const changes = changesText(arm);
  if (changes === "") return ["These are the settings that this arm was trained with: nothing changes."];
  if (lacksContinuations(arm)) return [continuationsSentence(arm)];
  if (arm.unknown.after.all === arm.responses)
    return [
      "No response has a reward under these settings: what they need is unknown for every one of them.",
    ];
  const same = arm.ranks.discordant + arm.ranks.tiedBefore + arm.ranks.tiedAfter === 0;
  return [
    signSentence(arm),
    signalSentence(arm),
    unknownSentence(arm),
    same && arm.ranks.pairs > 0 ? "Within every group the rewards keep their order." : null,
  ].filter((sentence) => sentence !== null);
}

const TERM_NAMES: Record<WhatIfExample["terms"][number]["term"], string> = {
  validity: "format valid",
  format: "R_fmt",
  outcome: "λ·outcome′",
  process: "λ·proc′",
  bonus: "B(K)",
};

/** GDPO pays no R: its normalised parts add up to the advantage, and their sum is no reward that R could be laid beside. */
export function paysReward({ settings }: Pick<WhatIfArm, "settings">): boolean {
  return settings.scheme !== "gdpo";
}

/** What of one response's reward changed: "λ·proc′ 0.75 → −0.35". */
export function termsText(terms: WhatIfExample["terms"], arm: Pick<WhatIfArm, "settings">): string {
  if (terms.length === 0)
    return paysReward(arm)
      ? "its own reward is the same: its group's mean or SD changed"
      : "the same parts, each normalised by itself";
  const value = (v: number | null) => (v === null ? "unknown" : formatValue(v, 3));
  return terms
    .map(({ term, before, after }) =>
      term === "validity"
        ? `format becomes ${after === 1 ? "valid" : "invalid"}`
        : `${TERM_NAMES[term]} ${value(before)} → ${value(after)}`,
    )
    .join(", ");
}
