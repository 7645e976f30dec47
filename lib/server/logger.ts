import pino, { type Logger } from "pino";
import { env } from "./env";

const kept = globalThis as typeof globalThis & { stepwellLogger?: Logger };

/** The process's logger: one JSON line per thing. Bodies and tokens are never logged. */
export function logger(): Logger {
  kept.stepwellLogger ??= pino({
    level: env().logLevel,
    base: undefined,
    redact: ["token", "authorization", "*.token"],
  });
  return kept.stepwellLogger;
}
