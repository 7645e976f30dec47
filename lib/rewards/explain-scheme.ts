import type { RewardConfig } from "@/lib/contracts/reward-config";
import type { ExplainedPart } from "./explain-reward";
import { formulaNumber as shown } from "./formula-number";
import type { RewardInput, RewardParts } from "./reward";
import { SCHEMES } from "./schemes";
import { meanClipped } from "./schemes/clipped";
import { meanProgress } from "./schemes/progress";
import { type ContinuationCounts, solvability } from "./step-counts";

/** From R_proc to proc' under the configuration's scheme: what the scheme measures beside R_proc, and what it pays. */
export function explainScheme(
  input: RewardInput,
  scored: readonly ContinuationCounts[],
  config: RewardConfig,
  reward: RewardParts,
): ExplainedPart[] {
  if (config.scheme === "progress") return [progressPart(input, scored), paidPart(scored, config, reward)];
  if (config.scheme === "clipped") return [clippedPart(scored, config, reward)];
  return [paidPart(scored, config, reward)];
}

function progressPart({ group }: RewardInput, scored: readonly ContinuationCounts[]): ExplainedPart {
  const c0 = group && group.graded > 0 ? group.right / group.graded : null;
  const value = meanProgress(scored, c0);
  const chain = [c0, ...scored.map(solvability)].map((c) => (c === null ? "?" : shown(c)));
  const start =
    c0 === null
      ? "c_0 is unknown, since nobody of the group was graded, so the progress is unknown."
      : `c_0 = ${shown(c0)}: ${group?.right} of ${group?.graded} graded responses of the group are right.`;
  return {
    id: "scheme",
    symbol: String.raw`\bar{a}`,
    formula: String.raw`\operatorname{mean}_i\,(c_i - c_{i-1})`,
    numbers: value === null ? null : chain.join(String.raw` \to `),
    value,
    note: `Scheme "${SCHEMES.progress.title}": the mean step advantage takes the place of R_proc. ${start}`,
  };
}

function clippedPart(
  scored: readonly ContinuationCounts[],
  { tau }: RewardConfig,
  reward: RewardParts,
): ExplainedPart {
  const costs = scored
    .map(solvability)
    .filter((c) => c !== null)
    .map((c) => (c < tau ? `(${shown(c - tau)})` : "0"));
  const value = meanClipped(scored, tau);
  return {
    id: "gate",
    symbol: String.raw`\text{proc}'`,
    formula: SCHEMES.clipped.formula,
    numbers: value === null ? null : String.raw`\tfrac{1}{${costs.length}}\left(${costs.join(" + ")}\right)`,
    value: reward.processGated,
    note: `Scheme "${SCHEMES.clipped.title}": a trace step below τ = ${tau} costs what it lacks, one above earns nothing; no gate is applied to R_proc.`,
  };
}

/** proc' where the gate on R_proc decides. */
function paidPart(
  scored: readonly ContinuationCounts[],
  config: RewardConfig,
  reward: RewardParts,
): ExplainedPart {
  const compared = reward.process === null ? null : shown(reward.process);
  const relation = reward.gate === "pass" ? String.raw`\ge` : "<";
  const decided = (reward.gate === "pass" || reward.gate === "fail") && !decidedByAnswer(config, reward);
  return {
    id: "gate",
    symbol: String.raw`\text{proc}'`,
    formula: config.penaltyGate ? SCHEMES[config.scheme].formula : ungatedFormula(config),
    numbers: decided && compared !== null ? `${compared} ${relation} ${config.tau}` : null,
    value: reward.processGated,
    note: paidNote(scored, config, reward),
  };
}

/** Under "process if correct" a wrong or unjudged answer decides before the gate does. */
function decidedByAnswer({ scheme }: RewardConfig, { outcome }: RewardParts): boolean {
  return scheme === "process-if-correct" && outcome !== 1;
}

function ungatedFormula({ scheme }: RewardConfig): string {
  if (scheme === "progress") return String.raw`\bar{a}`;
  return scheme === "process-if-correct"
    ? String.raw`\begin{cases}R_{\text{proc}} & \text{right}\\ 0 & \text{else}\end{cases}`
    : String.raw`R_{\text{proc}}`;
}

function paidNote(scored: readonly ContinuationCounts[], config: RewardConfig, reward: RewardParts): string {
  if (decidedByAnswer(config, reward)) {
    if (reward.outcome === null) return "Nobody could tell whether the answer is right, so proc' is unknown.";
    return `Scheme "${SCHEMES["process-if-correct"].title}": the answer is wrong, so the process part pays ${config.penaltyGate ? "−B(K)" : "0"}.`;
  }
  const paid = config.scheme === "progress" ? "the mean step advantage" : "it";
  const words: Record<RewardParts["gate"], string> = {
    off: config.penaltyGate
      ? "There is nothing the gate could look at."
      : `The gate is off: ${paid === "it" ? "R_proc" : paid} counts as it is.`,
    pass: `R_proc reaches τ = ${config.tau}, so ${paid} counts as it is.`,
    fail: `R_proc stays below τ = ${config.tau}, so the gate pays −B(K).`,
    undetermined: `The lost continuations could turn the gate at τ = ${config.tau} either way, so proc' is unknown.`,
  };
  return scored.length === 0 && config.penaltyGate ? words.off : words[reward.gate];
}
