import type { Engine } from "./engine";

/** This machine itself. */
export async function openLocal(): Promise<Engine> {
  return {
    config: () => ({ termMs: 300, pollMs: 100 }),
    restartEndsTrainers: false,
    recordsIn: ({ dataDir }) => dataDir,
    close: async () => {},
  };
}
