import type { NotificationKind, NotificationWatch } from "@/lib/contracts";

/** Kinds of rules, in the order in which a form offers them. */
export const WATCH_TITLES: Record<NotificationKind, string> = {
  failed: "A job fails",
  stalled: "A run stalls",
  "non-finite": "NaN or infinity",
  "reward-collapse": "The reward collapses",
  metric: "A metric passes a value",
  succeeded: "A training succeeds",
  finished: "An ablation is finished",
};

const windowText = (steps: number) => (steps === 1 ? "at one train step" : `over ${steps} train steps`);

/** What a rule watches, as a sentence for people. */
export function watchSentence(watch: NotificationWatch): string {
  switch (watch.kind) {
    case "succeeded":
      return "A training ended with its final checkpoint.";
    case "failed":
      return "A job failed and is not tried again.";
    case "finished":
      return "An ablation has nothing left to do.";
    case "non-finite":
      return `NaN or an infinity was logged${watch.metric === null ? "" : ` in ${watch.metric}`}.`;
    case "reward-collapse":
      return `The mean of ${watch.metric} ${windowText(watch.window)} lost ${Math.round(watch.lossShare * 100)}% or more of what it had gained (a gain below ${watch.minGain} does not count).`;
    case "metric":
      return `The mean of ${watch.metric} ${windowText(watch.window)} is ${watch.is} ${watch.value}.`;
    case "stalled":
      return `A running job logged nothing for ${watch.minutes} min, or its host stopped reporting.`;
  }
}

/** A watch of each kind as a form begins with it. */
export const WATCH_DEFAULTS: { [K in NotificationKind]: Extract<NotificationWatch, { kind: K }> } = {
  succeeded: { kind: "succeeded" },
  failed: { kind: "failed" },
  finished: { kind: "finished" },
  "non-finite": { kind: "non-finite", metric: null },
  "reward-collapse": {
    kind: "reward-collapse",
    metric: "reward/mean",
    window: 10,
    lossShare: 0.5,
    minGain: 0.05,
  },
  metric: { kind: "metric", metric: "heldout/accuracy", is: "below", value: 0.1, window: 5 },
  stalled: { kind: "stalled", minutes: 10 },
};
