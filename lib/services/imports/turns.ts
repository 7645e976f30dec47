/**
 * Imports at work at once in this process. Each holds a connection for its lock and needs another one for its work: were
 * there as many imports as connections, all of them, and the whole server, would wait for ever.
 */
const AT_ONCE = 2;

interface Turns {
  working: number;
  /** Those that wait, by import, and what lets them in. */
  waiting: { importId: string; enter: () => void }[];
}

/** Next loads modules more than once: the turns are those of the process. */
const kept = globalThis as typeof globalThis & { stepwellImportTurns?: Turns };

function turns(): Turns {
  kept.stepwellImportTurns ??= { working: 0, waiting: [] };
  return kept.stepwellImportTurns;
}

/** Does this work of an import when it is its turn, first come first served. */
export async function inTurn<T>(importId: string, work: () => Promise<T>): Promise<T> {
  const all = turns();
  if (all.working < AT_ONCE) all.working += 1;
  // Who leaves hands on the place: it is never free in between.
  else await new Promise<void>((enter) => all.waiting.push({ importId, enter }));
  try {
    return await work();
  } finally {
    const next = all.waiting.shift();
    if (next) next.enter();
    else all.working -= 1;
  }
}

/** Whether an import of this process waits for others to end. */
export function waitsForTurn(importId: string): boolean {
  return turns().waiting.some((each) => each.importId === importId);
}
