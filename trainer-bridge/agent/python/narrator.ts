/** Whoever is told how far an installation is: a terminal, or the agent that tells its server. */
export interface Narrator {
  /** It shows every `status` as it comes; if false, what matters comes as a `line` as well. */
  readonly interactive: boolean;
  /** Something that happened, to be kept. */
  line(text: string): void;
  /** How things stand at this moment; the next one replaces it. */
  status(text: string): void;
  /** Nothing is under way any more. */
  settle(): void;
}
