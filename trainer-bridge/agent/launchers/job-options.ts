import type { z } from "zod";
import type { LaunchOptions } from "../../../lib/contracts";

/**
 * What a launch says of its own job, checked by the launcher's schema. Throws an Error that names every wrong
 * setting: such a job is not started.
 */
export function jobOptions<Job extends z.ZodObject>(
  launcher: { title: string; job: Job },
  given: LaunchOptions,
): z.output<Job> {
  const parsed = launcher.job.safeParse(given);
  if (parsed.success) return parsed.data;
  const wrong = parsed.error.issues.map(({ path, message }) =>
    path.length === 0 ? message : `${path.join(".")}: ${message}`,
  );
  throw new Error(
    `The launch's settings do not fit its host (${launcher.title}). ${wrong.join("; ")}`.slice(0, 4000),
  );
}
