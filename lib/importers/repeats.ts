import type { ImportedTrace } from "@/lib/contracts";
import type { TraceImporter } from "./importer";

/** Names a text shortly: equal texts, equal names. */
export type Digest = (text: string) => string;

/**
 * Tells records of one key apart. Equal ones are samples of their own, or the same record again, as the format has it;
 * records that share a key and differ are never the same.
 */
export class Repeats {
  private readonly seen = new Map<string, { count: number; contents: Set<string> }>();

  constructor(
    private readonly rule: TraceImporter["repeats"],
    private readonly digest: Digest,
  ) {}

  /** How many of this key came before, from 0; null: this very record was there already. */
  occurrenceOf(trace: ImportedTrace): number | null {
    const key = this.digest(trace.recordKey);
    const found = this.seen.get(key) ?? { count: 0, contents: new Set() };
    this.seen.set(key, found);
    if (this.rule === "duplicates") {
      const { source: _, ...content } = trace;
      const name = this.digest(JSON.stringify(content));
      if (found.contents.has(name)) return null;
      found.contents.add(name);
    }
    found.count += 1;
    return found.count - 1;
  }
}
