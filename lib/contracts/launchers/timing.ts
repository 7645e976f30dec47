import { z } from "zod";
import { setting } from "./describe";

/** How long a trainer that was told to end has before it is killed. */
export const termMs = setting(z.int().min(0).max(600_000), {
  title: "Kill after",
  description: "milliseconds between SIGTERM and SIGKILL",
  unit: "ms",
  advanced: true,
});

/** Milliseconds between looks at a job; what a look costs differs by launcher. */
export function pollMs(shortest: number, longest: number): z.ZodInt {
  return z.int().min(shortest).max(longest);
}
