/** Hands out each key once: the first to ask gets it plain, later ones with what tells them apart behind an @. */
export class UniqueKeys {
  private readonly taken: Set<string>;

  constructor(taken: Iterable<string> = []) {
    this.taken = new Set(taken);
  }

  take(key: string, apart: string): string {
    const free = [key, `${key}@${apart}`].find((candidate) => !this.taken.has(candidate));
    const given = free ?? this.numbered(`${key}@${apart}`);
    this.taken.add(given);
    return given;
  }

  private numbered(key: string): string {
    let n = 2;
    while (this.taken.has(`${key}-${n}`)) n += 1;
    return `${key}-${n}`;
  }
}

const DIGITS = 6;

/** The first digits behind an id's prefix: enough to tell a handful of ids apart. */
export function shortId(id: string): string {
  return id.slice(id.indexOf("_") + 1).slice(0, DIGITS);
}
