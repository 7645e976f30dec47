import { plural } from "@/lib/format/number";
import type { HealthCounter } from "@/lib/importers/health";
import type { StoredBatch } from "./store-batch";

/** What an import found of its traces in the database. */
export class StoredBefore {
  private count = 0;
  private filled = 0;
  private differing = 0;
  /** Traces that other imports had stored, by these. */
  private readonly elsewhere = new Map<string, number>();

  /** Traces that were there before this import. */
  get traces(): number {
    return this.count;
  }

  add({ alreadyStored, known, elsewhere }: StoredBatch): void {
    this.count += alreadyStored;
    this.filled += known.filled;
    this.differing += known.differing;
    for (const id of elsewhere) this.elsewhere.set(id, (this.elsewhere.get(id) ?? 0) + 1);
  }

  /** Says it in sentences of the report. */
  tell(health: HealthCounter): void {
    for (const [id, traces] of this.elsewhere) {
      const stays = traces === 1 ? "it stays" : "they stay";
      health.addNote(
        "source",
        `${plural(traces, "trace")} came with an earlier import (${id}), and there ${stays}.`,
      );
    }
    if (this.filled > 0)
      health.addNote(
        "join",
        `${plural(this.filled, "trace")} had been stored without continuations and took in those of this source.`,
      );
    if (this.differing > 0)
      health.addNote(
        "trap",
        `${plural(this.differing, "trace")} had been stored with another text or other counts than this source has: what is stored stays. Import into another project to have both.`,
      );
  }
}
