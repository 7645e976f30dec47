import { z } from "zod";
import { setting } from "./launchers/describe";

const argument = z
  .string()
  .max(10_000)
  .regex(/^[^\0]*$/, "must not contain U+0000");
const folder = z.string().min(1).max(4000);

/** A command as an argument vector, never shell text. */
export const commandConfig = z.strictObject({
  argv: z.array(argument).min(1).max(1000).describe("program and arguments"),
  cwd: folder.nullable().default(null).describe("working directory; null = the run directory"),
  env: z.record(z.string().regex(/^[A-Za-z_][A-Za-z0-9_]*$/), argument).default({}),
});
export type CommandConfig = z.infer<typeof commandConfig>;

/** Settings that a stack's own configuration takes, by dotted name: written as they are, after ours. */
const overrides = setting(z.record(z.string().min(1).max(300), z.json()).default({}), {
  title: "Settings of the stack's own",
  description: "by dotted name, written as they are after ours",
});

/** How vLLM serves the sampling of Stepwell's own trainer. */
export const vllm = z.discriminatedUnion("mode", [
  z.strictObject({ mode: z.literal("off").meta({ title: "Off" }) }),
  z.strictObject({
    mode: z.literal("colocate").meta({ title: "On the training GPUs" }),
    gpuMemoryUtilization: z.number().gt(0).max(1).default(0.3).describe("share of each GPU for vLLM"),
    tensorParallelSize: z.int().min(1).max(64).default(1),
  }),
  z.strictObject({
    mode: z.literal("server").meta({ title: "A server of its own" }),
    url: z
      .url({ protocol: /^https?$/ })
      .max(500)
      .describe("address of `vllm serve`, started for weight transfer (docs/stacks.md)"),
  }),
]);
export type Vllm = z.infer<typeof vllm>;

const stepwell = z.strictObject({
  kind: z.literal("stepwell").meta({ title: "Stepwell (TRL)" }),
  vllm: setting(vllm.prefault({ mode: "off" }), { title: "vLLM for sampling" }),
});
const llamaFactory = z.strictObject({
  kind: z.literal("llama-factory").meta({ title: "LLaMA-Factory" }),
  program: folder.default("llamafactory-cli"),
  overrides,
});
const easyR1 = z.strictObject({
  kind: z.literal("easyr1").meta({ title: "EasyR1 with the published ProcessThinker reward" }),
  repository: folder.describe("folder of the ProcessThinker (EasyR1) checkout on the host"),
  python: folder.default("python3").describe("the stack's own Python"),
  processEndpoint: z
    .url({ protocol: /^https?$/ })
    .max(500)
    .nullable()
    .default(null)
    .describe("vLLM server for continuations (…/v1/chat/completions); needed where λ process > 0"),
  processModel: z.string().min(1).max(200).default("qwen").describe("name of the model on that server"),
  overrides,
});
const verl = z.strictObject({
  kind: z.literal("verl").meta({ title: "verl" }),
  python: folder.default("python3").describe("a Python with verl"),
  overrides,
});

/**
 * Who trains. `stepwell` is our trainer; every other kind is an adapter (trainer/stepwell_trainer/adapters): it writes the
 * stack's own configuration, launches it, and follows the files that it writes anyway.
 */
export const stack = z.discriminatedUnion("kind", [stepwell, llamaFactory, easyR1, verl]);
export type Stack = z.infer<typeof stack>;

/** Who trains each stage of a launch. */
export const stacks = z.strictObject({
  warmUp: setting(z.discriminatedUnion("kind", [stepwell, llamaFactory]).prefault({ kind: "stepwell" }), {
    title: "Warm-ups are trained by",
  }),
  grpo: setting(z.discriminatedUnion("kind", [stepwell, easyR1, verl]).prefault({ kind: "stepwell" }), {
    title: "Arms are trained by",
  }),
});
export type Stacks = z.infer<typeof stacks>;
