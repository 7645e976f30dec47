/** Writes a file so that a reader, or a crash, sees the old one or the new one and nothing between. */
export function writeAtomic(path: string, text: string, mode?: number): void;

/** Creates the file with its whole text, or returns false because it exists already. Atomic between processes. */
export function createExclusively(path: string, text: string): boolean;
