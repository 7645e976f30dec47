import type { AgentSettingsAnswer } from "../../../lib/contracts/enrolments";

/**
 * Whether trainers run with a Python of another machine, of which the launcher asks there: then this one needs no
 * packages, only a Python that sends what a trainer left unsent.
 */
export function preparesElsewhere({
  launcher,
  launcherConfig: config,
}: Pick<AgentSettingsAnswer, "launcher" | "launcherConfig">): boolean {
  if (launcher === "slurm") return config.login !== undefined;
  return launcher === "ssh" || (launcher === "ray" && config.python === "ray");
}
