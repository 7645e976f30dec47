import { z } from "zod";
import { labelEdit, scorerId, statusEdit } from "@/lib/contracts";

const sent = { key: z.string(), rater: scorerId };

/** A change that the server may not have yet. */
export const labelOp = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("edit"), ...sent, edit: labelEdit }),
  z.strictObject({ kind: z.literal("status"), ...sent, status: statusEdit }),
]);
export type LabelOp = z.infer<typeof labelOp>;
export type NewLabelOp =
  | Omit<Extract<LabelOp, { kind: "edit" }>, "key">
  | Omit<Extract<LabelOp, { kind: "status" }>, "key">;

/** A change that the server will not take, and why. */
const refusedOp = z.strictObject({ op: labelOp, reason: z.string() });
export type RefusedOp = z.infer<typeof refusedOp>;

const OPEN = "stepwell.label-op.";
const REFUSED = "stepwell.label-refused.";

/** Orders by time, then by the order within a tab, whatever tab wrote it. */
function newKey(now: number, nth: number): string {
  const part = (n: number, digits: number) => n.toString(36).padStart(digits, "0");
  return `${part(now, 9)}-${part(nth, 6)}-${crypto.randomUUID().slice(0, 8)}`;
}

/**
 * Changes on their way to the server, in the browser's own storage: one entry each, so that tabs never overwrite each
 * other's and a reload finds all of them. Where the storage is full or forbidden they are held in memory, and `lasting`
 * says so.
 */
export class OutboxStore {
  private nth = 0;
  private readonly memory = new Map<string, string>();

  constructor(private readonly storage: Storage | null) {}

  /** False: at least one change would not survive a reload. */
  get lasting(): boolean {
    return this.memory.size === 0;
  }

  add(op: NewLabelOp, now: number): LabelOp {
    this.nth += 1;
    const key = newKey(now, this.nth);
    const kept: LabelOp = op.kind === "edit" ? { ...op, key } : { ...op, key };
    this.write(OPEN + key, JSON.stringify(kept));
    return kept;
  }

  remove(ops: readonly LabelOp[]): void {
    for (const { key } of ops) this.erase(OPEN + key);
  }

  /** Moves a change aside that the server refused: it is kept for the rater to see, and not sent again. */
  refuse(op: LabelOp, reason: string): void {
    this.write(REFUSED + op.key, JSON.stringify({ op, reason } satisfies RefusedOp));
    this.erase(OPEN + op.key);
  }

  dismiss(refused: readonly RefusedOp[]): void {
    for (const { op } of refused) this.erase(REFUSED + op.key);
  }

  /** Changes on their way, in the order in which they were made. */
  open(): LabelOp[] {
    return this.read(OPEN, labelOp);
  }

  refused(): RefusedOp[] {
    return this.read(REFUSED, refusedOp);
  }

  private keys(prefix: string): string[] {
    const stored: string[] = [];
    for (let i = 0; i < (this.storage?.length ?? 0); i += 1) {
      const key = this.storage?.key(i);
      if (key?.startsWith(prefix)) stored.push(key);
    }
    const held = [...this.memory.keys()].filter((key) => key.startsWith(prefix));
    return [...new Set([...stored, ...held])].sort();
  }

  private read<T>(prefix: string, schema: z.ZodType<T>): T[] {
    return this.keys(prefix).flatMap((key) => {
      const text = this.memory.get(key) ?? this.storage?.getItem(key);
      try {
        const parsed = schema.safeParse(JSON.parse(text ?? "null"));
        // What another version wrote is left where it lies: it can still be read there.
        return parsed.success ? [parsed.data] : [];
      } catch {
        return [];
      }
    });
  }

  private write(key: string, text: string): void {
    try {
      if (this.storage === null) throw new Error("no storage");
      this.storage.setItem(key, text);
    } catch {
      this.memory.set(key, text);
    }
  }

  private erase(key: string): void {
    this.memory.delete(key);
    this.storage?.removeItem(key);
  }
}
