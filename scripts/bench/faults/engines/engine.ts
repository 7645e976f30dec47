import type { Dice } from "../dice";

/** Where things of one world lie. */
export interface Places {
  /** The agent's folder. */
  dataDir: string;
  /** Where another machine would keep its own: used by SSH. */
  remoteDir: string;
  /** The trainer's Python. */
  python: string;
}

/** What a launcher drives, as this bench runs it: real, on this machine, and its own. */
export interface Engine {
  /** The launcher's settings for an agent of this world. */
  config(places: Places): Record<string, unknown>;
  /** In which of the folders trainers and supervisors leave their records. */
  recordsIn(places: Places): string;
  /** Breaks it and brings it back; says what was done. Left out: there is nothing between agent and trainer. */
  restart?(dice: Dice): Promise<string>;
  /** Whether that ends what runs on it. */
  restartEndsTrainers: boolean;
  close(): Promise<void>;
}

/** An engine, or the reason why it cannot be had on this machine. */
export type EngineOrReason = Engine | { reason: string };
