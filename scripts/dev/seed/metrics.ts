import {
  type EncodedNumber,
  encodeNumber,
  type RewardConfig,
  solvabilityMetric,
  type TraceRecord,
} from "../../../lib/contracts";
import type { RewardParts } from "../../../lib/rewards";
import { mean, standardDeviation } from "../../../lib/stats/moments";
import type { RandomStream } from "../../../lib/stats/random";

type Scored = { record: TraceRecord; parts: RewardParts };

const known = (values: (number | null)[]) => values.filter((v) => v !== null);
const share = (members: Scored[], test: (m: Scored) => boolean) =>
  members.filter(test).length / members.length;

function solvabilities(members: Scored[]): Record<string, number> {
  const out: Record<string, number> = {};
  for (let i = 1; i <= 6; i += 1) {
    const c = members.flatMap(({ record }) => {
      const step = record.traceSteps[i - 1];
      return step && step.returned > 0 ? [step.successes / step.returned] : [];
    });
    const average = mean(c);
    if (average !== null) out[solvabilityMetric(i)] = average;
  }
  return out;
}

/** The metrics of a train step as the trainer logs them, from the responses of that train step. */
export function metricsOf(
  members: Scored[],
  config: RewardConfig,
  random: RandomStream,
): Record<string, EncodedNumber> {
  const part = (name: keyof RewardParts) =>
    known(members.map((m) => (typeof m.parts[name] === "number" ? m.parts[name] : null)));
  const tokens = members.map((m) => m.record.responseTokens);
  const drawn = members.flatMap((m) =>
    m.record.traceSteps.flatMap((s) => s.continuations.map((c) => c.tokens)),
  );
  const total = (values: number[]) => values.reduce((sum, v) => sum + v, 0);
  const right = mean(part("outcome")) ?? 0;
  const values: Record<string, number | null> = {
    "reward/mean": mean(part("reward")),
    "reward/mean_sd": standardDeviation(part("reward")),
    "reward/format": mean(part("format")),
    "reward/outcome": mean(part("outcome")),
    "reward/process": mean(part("process")),
    "reward/step_bonus": mean(part("stepBonus")),
    "reward/outcome_gated": mean(part("outcomeGated")),
    "reward/process_gated": mean(part("processGated")),
    "share/valid_format": share(members, (m) => m.parts.formatValid),
    "share/valid_length": share(members, (m) => m.parts.lengthValid),
    "share/gate_pass": config.lambdaProcess > 0 ? share(members, (m) => m.parts.gate === "pass") : null,
    "share/groups_without_signal": share(members, (m) => m.record.group?.sd === 0),
    "response/tokens": mean(tokens),
    "response/trace_steps": mean(members.map((m) => m.record.traceSteps.length)),
    "policy/entropy": 0.9 - 0.6 * right + 0.02 * random.normal(),
    "optim/grad_norm": 0.4 + 0.1 * Math.abs(random.normal()),
    "optim/learning_rate": 1e-4,
    "seconds/responses": 0.3 + 0.02 * random.normal(),
    "seconds/continuations": total(drawn) / 20_000,
    "seconds/grading": 0.02,
    "seconds/update": 0.4,
    "tokens/response": total(tokens),
    "tokens/continuation": total(drawn),
    ...solvabilities(members),
  };
  return Object.fromEntries(
    Object.entries(values).flatMap(([name, value]) => (value === null ? [] : [[name, encodeNumber(value)]])),
  );
}
