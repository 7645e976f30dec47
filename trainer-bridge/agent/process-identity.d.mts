/** A process that cannot be mistaken for another one that got the same pid later. */
export interface ProcessIdentity {
  pid: number;
  /** Opaque: differs between two processes that ever had the same pid on this machine, reboots included. */
  startTime: string;
}

/** When the process with this pid started; null if there is none (a zombie counts as none). */
export function startTimeOf(pid: number): string | null;

/** Pid and start time of a living process; null if there is none. */
export function identify(pid: number): ProcessIdentity | null;

/** Whether exactly this process still lives. */
export function isAlive(identity: ProcessIdentity): boolean;
