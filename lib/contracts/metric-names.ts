/** Metric names the pages know. Any other name is stored and can be drawn too. `group/name`, in the words of method.md. */
export const METRICS = {
  "reward/mean": { title: "Reward R", unit: "" },
  "reward/sd": { title: "Reward R, SD", unit: "" },
  "reward/format": { title: "R_fmt", unit: "" },
  "reward/outcome": { title: "Outcome (share right)", unit: "" },
  "reward/process": { title: "R_proc", unit: "" },
  "reward/step_bonus": { title: "B(K)", unit: "" },
  "reward/outcome_gated": { title: "outcome'", unit: "" },
  "reward/process_gated": { title: "proc'", unit: "" },
  "share/valid_format": { title: "Valid format", unit: "share" },
  "share/valid_length": { title: "Valid length", unit: "share" },
  "share/groups_without_signal": { title: "Groups without any signal", unit: "share" },
  "share/gate_pass": { title: "Gate passes", unit: "share" },
  "share/truncated": { title: "Truncated responses", unit: "share" },
  "response/tokens": { title: "Response length", unit: "tokens" },
  "response/trace_steps": { title: "Trace steps K", unit: "" },
  "policy/entropy": { title: "Entropy", unit: "nats" },
  "policy/kl": { title: "KL", unit: "nats" },
  "optim/loss": { title: "Loss", unit: "" },
  "optim/grad_norm": { title: "Gradient norm", unit: "" },
  "optim/learning_rate": { title: "Learning rate", unit: "" },
  "speed/tokens_per_second": { title: "Tokens per second", unit: "tokens/s" },
  "seconds/responses": { title: "Sampling responses", unit: "s" },
  "seconds/continuations": { title: "Sampling continuations", unit: "s" },
  "seconds/grading": { title: "Grading", unit: "s" },
  "seconds/update": { title: "Updating", unit: "s" },
  "tokens/prompt": { title: "Prompt tokens", unit: "tokens" },
  "tokens/response": { title: "Response tokens", unit: "tokens" },
  "tokens/continuation": { title: "Continuation tokens", unit: "tokens" },
  "tokens/probe": { title: "Probe tokens", unit: "tokens" },
  "heldout/accuracy": { title: "Held-out accuracy", unit: "share" },
} as const satisfies Record<string, { title: string; unit: string }>;
export type KnownMetric = keyof typeof METRICS;

/** Mean solvability of trace step i over the responses of a train step: `c/01`, `c/02`, … (so they sort). */
export function solvabilityMetric(traceStep: number): string {
  return `c/${String(traceStep).padStart(2, "0")}`;
}

/** SD of a reward part over the responses of a train step is logged beside its mean as `<name>_sd`. */
export const SD_SUFFIX = "_sd";
