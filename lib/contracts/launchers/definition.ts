import type { z } from "zod";

/**
 * A launcher as forms and checks see it; how it starts anything is the agent's matter (trainer-bridge/agent/launchers).
 * `config`: settings of a host. `job`: those of them that one launch may say differently; none has a default, so that
 * what a launch leaves out stays the host's.
 */
export interface LauncherContract<
  Config extends z.ZodObject = z.ZodObject,
  Job extends z.ZodObject = z.ZodObject,
> {
  name: string;
  title: string;
  /** One sentence for people who choose a launcher. */
  summary: string;
  config: Config;
  job: Job;
}
