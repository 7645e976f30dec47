import type { AblationSpec, GrpoConfig } from "@/lib/contracts";
import type { FieldError } from "./errors";
import { type ArmTraining, grpoOf, probeOf } from "./expand-ablation";

const TITLES = { easyr1: "EasyR1", verl: "verl" } as const;
/** What the published code compares R_proc with; it is no setting there. */
const PUBLISHED_TAU = 0.5;

/** One arm that is trained, with where its settings stand in the spec. */
interface TrainedArm {
  path: string;
  training: ArmTraining;
  grpo: GrpoConfig;
}

function trainedArms(spec: AblationSpec): TrainedArm[] {
  return spec.arms.flatMap(({ training }, i) =>
    training ? [{ path: `arms.${i}.training`, training, grpo: grpoOf(spec, training) }] : [],
  );
}

/** Where a GRPO setting of an arm stands: with the arm if it says it itself. */
function grpoPath({ path, training }: TrainedArm, field: keyof GrpoConfig): string {
  return training.grpo[field] === undefined ? `grpo.${field}` : `${path}.grpo.${field}`;
}

/** The tiny model's own tokenizer has no chat template, which GRPO stacks need, and nothing but our trainer samples it. */
function tinyErrors({ stacks: { grpo } }: AblationSpec): FieldError[] {
  if (grpo.kind !== "stepwell") {
    const message = `${TITLES[grpo.kind]} trains Hugging Face models; the tiny profile is Stepwell's own: choose the published settings, or Stepwell here`;
    return [{ path: "stacks.grpo.kind", message }];
  }
  if (grpo.vllm.mode === "off") return [];
  return [
    { path: "stacks.grpo.vllm.mode", message: "vLLM serves Hugging Face models; leave it off for tiny" },
  ];
}

function warmUpErrors({ stacks, warmUp }: AblationSpec): FieldError[] {
  const { warmUp: stack } = stacks;
  if (stack.kind === "stepwell" && stack.vllm.mode !== "off")
    return [{ path: "stacks.warmUp.vllm.mode", message: "warm-ups sample nothing that vLLM could serve" }];
  if (stack.kind !== "llama-factory" || warmUp.stopAtAccuracy === null) return [];
  const message = "LLaMA-Factory samples no held-out answers while it trains: choose never";
  return [{ path: "warmUp.stopAtAccuracy", message }];
}

/** What the published reward and EasyR1 around it cannot express. */
function easyR1Errors(spec: AblationSpec, arm: TrainedArm): FieldError[] {
  const { path, training, grpo } = arm;
  const { reward } = training;
  const draws = reward.lambdaProcess > 0;
  const found: FieldError[] = [];
  if (reward.scheme !== "weighted")
    found.push({
      path: `${path}.reward.scheme`,
      message: "the published reward pays the weighted scheme only",
    });
  if (reward.penaltyGate && draws && reward.tau !== PUBLISHED_TAU)
    found.push({
      path: `${path}.reward.tau`,
      message: `the published code compares with ${PUBLISHED_TAU} only`,
    });
  if (grpo.scaleRewards !== "group")
    found.push({ path: grpoPath(arm, "scaleRewards"), message: "EasyR1 divides by the group's SD only" });
  if (grpo.lossType !== "dapo")
    found.push({ path: grpoPath(arm, "lossType"), message: "EasyR1 averages over all tokens: choose DAPO" });
  if (probeOf(spec, training) !== null)
    found.push({
      path: "probe",
      message: "EasyR1 draws no diagnostic continuations: launch without the probe",
    });
  const { grpo: stack } = spec.stacks;
  if (draws && stack.kind === "easyr1" && stack.processEndpoint === null)
    found.push({
      path: "stacks.grpo.processEndpoint",
      message: "the published process reward needs a vLLM server for its continuations",
    });
  return found;
}

/** What verl cannot express: its adapter has the outcome reward alone (trainer/stepwell_trainer/adapters/verl). */
function verlErrors(spec: AblationSpec, arm: TrainedArm): FieldError[] {
  const { path, training, grpo } = arm;
  const { reward } = training;
  const found: FieldError[] = [];
  if (reward.lambdaProcess > 0)
    found.push({
      path: `${path}.reward.lambdaProcess`,
      message: "verl draws no continuations: train this arm with Stepwell or EasyR1",
    });
  if (reward.scheme !== "weighted")
    found.push({ path: `${path}.reward.scheme`, message: "verl pays the weighted scheme only" });
  if (probeOf(spec, training) !== null)
    found.push({
      path: "probe",
      message: "verl draws no diagnostic continuations: launch without the probe",
    });
  if (spec.profile.kind === "hf" && spec.profile.verifier === "reasoning-gym")
    found.push({
      path: "profile.verifier",
      message: "verl's reward cannot ask reasoning-gym: choose another verifier",
    });
  if (grpo.scaleRewards === "batch")
    found.push({
      path: grpoPath(arm, "scaleRewards"),
      message: "verl divides by the group's SD or by nothing",
    });
  if (grpo.lossType === "bnpo")
    found.push({
      path: grpoPath(arm, "lossType"),
      message: "verl has no BNPO: choose DAPO, GRPO or Dr. GRPO",
    });
  if (grpo.lossType === "dr_grpo" && grpo.scaleRewards !== "none")
    found.push({
      path: grpoPath(arm, "scaleRewards"),
      message: "verl's Dr. GRPO divides the advantage by nothing",
    });
  return found;
}

const STACK_ERRORS = { stepwell: () => [], easyr1: easyR1Errors, verl: verlErrors } as const;

/**
 * What the stacks of a launch cannot do: settings that an adapter would refuse when its job starts
 * (trainer/stepwell_trainer/adapters) are refused before anything is launched.
 */
export function checkStacks(spec: AblationSpec): FieldError[] {
  if (spec.profile.kind === "tiny") return [...warmUpErrors(spec), ...tinyErrors(spec)];
  const errorsOf = STACK_ERRORS[spec.stacks.grpo.kind];
  const found = [...warmUpErrors(spec), ...trainedArms(spec).flatMap((arm) => errorsOf(spec, arm))];
  // What all arms share is told once.
  const paths = new Set<string>();
  return found.filter(({ path }) => !paths.has(path) && paths.add(path));
}
