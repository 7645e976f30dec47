/**
 * Imports that this process is about to work on, or waits to. Between the answer to a request and the lock of the work
 * lies a moment, and a turn to wait for: in both nobody holds the lock, and the import is not interrupted all the same.
 */
const kept = globalThis as typeof globalThis & { stepwellExpectedImports?: Map<string, number> };

/** Next loads modules more than once: this is the process's. */
function expected(): Map<string, number> {
  kept.stepwellExpectedImports ??= new Map();
  return kept.stepwellExpectedImports;
}

/** Says that an import will be worked on, until the answered function is called. */
export function expectImport(id: string): () => void {
  const all = expected();
  all.set(id, (all.get(id) ?? 0) + 1);
  return () => {
    const left = (all.get(id) ?? 0) - 1;
    if (left > 0) all.set(id, left);
    else all.delete(id);
  };
}

/** Whether this process will work on an import, or does. */
export function isExpected(id: string): boolean {
  return expected().has(id);
}
