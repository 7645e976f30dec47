/** How often an agent reports. Twelve missed reports end a lease. */
export const HEARTBEAT_MS = 5_000;
/** How long an attempt is believed to be alive without a report. */
export const LEASE_MS = 60_000;
/** How often the server looks for leases that ran out. */
export const RECONCILE_MS = 10_000;
/** When an agent that got no job asks again. */
export const LEASE_RETRY_MS = 1_000;
/** A host that has not been heard of for this long is shown as away. */
export const HOST_AWAY_MS = 30_000;
/** Exit code of a trainer that wrote a checkpoint and stopped because it was told to (EX_TEMPFAIL). */
export const EXIT_PAUSED = 75;
/** How often a job is resumed after its host was lost. */
export const MAX_LOST_ATTEMPTS = 3;
/** Exit code of a trainer whose job is invalid (EX_CONFIG): it would be so again. */
export const EXIT_INVALID_JOB = 78;
/** Exit code reported of a job that its host could not start at all (EX_OSERR). */
export const EXIT_NOT_STARTED = 71;
/** The longest pause between a crash and the next try. */
export const LONGEST_BACKOFF_MS = 3_600_000;
