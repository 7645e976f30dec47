import pino from "pino";

/** One line of JSON per thing that happened. Never given a token or a lease as a whole. */
export type Log = (event: string, facts?: Record<string, unknown>) => void;

/** A log on stdout. It goes on in silence when nobody reads it any more: jobs matter more than their log. */
export function stdoutLog(): Log {
  const destination = pino.destination({ fd: 1, sync: true });
  destination.on("error", () => {});
  const logger = pino({ base: null, timestamp: pino.stdTimeFunctions.isoTime }, destination);
  return (event, facts = {}) => logger.info({ event, ...facts });
}
