import type { AblationSpec } from "@/lib/contracts";
import { benchmarksOf, TINY_FAMILIES } from "./benchmarks";
import { checkStacks } from "./check-stacks";
import type { FieldError } from "./errors";
import { grpoOf } from "./expand-ablation";

function benchmarkErrors(spec: AblationSpec): FieldError[] {
  const known = benchmarksOf(spec.profile).map((benchmark) => benchmark.key);
  return spec.benchmarks.flatMap((key, i) =>
    known.includes(key)
      ? []
      : [
          {
            path: `benchmarks.${i}`,
            message: `unknown benchmark; this profile has: ${known.join(", ") || "none"}`,
          },
        ],
  );
}

function familyErrors(spec: AblationSpec): FieldError[] {
  if (spec.profile.kind !== "tiny") return [];
  return spec.profile.families.flatMap((family, i) =>
    TINY_FAMILIES.includes(family)
      ? []
      : [
          {
            path: `profile.families.${i}`,
            message: `unknown family; there are: ${TINY_FAMILIES.join(", ")}`,
          },
        ],
  );
}

function armErrors(spec: AblationSpec): FieldError[] {
  return spec.arms.flatMap(({ training }, i) => {
    if (!training) return [];
    const path = `arms.${i}.training`;
    const grpo = grpoOf(spec, training);
    const found: FieldError[] = [];
    if (training.reward.lengthMin > grpo.maxResponseTokens && training.reward.lengthReward > 0)
      found.push({
        path: `${path}.reward.lengthMin`,
        message: `no response can earn β: Lmin is above the budget of ${grpo.maxResponseTokens} tokens`,
      });
    return found;
  });
}

/**
 * What the contract alone cannot know about a launch: whether its names exist and its settings fit each other.
 *
 * @returns one entry per wrong field, with its path in the request; empty if the launch may go ahead
 */
export function checkLaunch(spec: AblationSpec): FieldError[] {
  return [...benchmarkErrors(spec), ...familyErrors(spec), ...armErrors(spec), ...checkStacks(spec)];
}
