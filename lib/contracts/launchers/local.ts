import { z } from "zod";
import type { LauncherContract } from "./definition";
import { setting } from "./describe";
import { pollMs, termMs } from "./timing";

const localConfig = z.strictObject({
  termMs: termMs.default(10_000),
  pollMs: setting(pollMs(10, 60_000).default(250), {
    title: "Look every",
    description: "milliseconds between looks at a trainer",
    unit: "ms",
    advanced: true,
  }),
});
export type LocalConfig = z.output<typeof localConfig>;

const localJob = z.strictObject({});

export const LOCAL = {
  name: "local",
  title: "This machine",
  summary: "Trainers are processes of the machine on which the agent runs.",
  config: localConfig,
  job: localJob,
} satisfies LauncherContract;
