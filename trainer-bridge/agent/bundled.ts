/** Files that the bundled agent carries, by their path in a checkout, and its version. */
export interface Bundle {
  version: string;
  files: Record<string, string>;
}

/** Null in a checkout. When the agent is bundled, scripts/lib/agent-dist/bundle.ts puts another module in this one's place. */
export const BUNDLED: Bundle | null = null;
