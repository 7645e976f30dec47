import type { LabelAnswer, LabelRequest } from "@/lib/contracts";
import { ApiError } from "../fetch-json";
import type { LabelOp, NewLabelOp, OutboxStore, RefusedOp } from "./outbox-store";

/** `waiting`: the server does not answer and is tried again by itself; `stopped`: it wants something of the user first. */
export type SenderPhase = "saved" | "saving" | "waiting" | "stopped";

export interface SenderState {
  phase: SenderPhase;
  /** Changes that the server has not confirmed. */
  open: number;
  refused: RefusedOp[];
  /** False: what is open would be lost with this page. */
  lasting: boolean;
  /** Why it waits or stopped, in words. */
  problem: string | null;
}

interface Wiring {
  store: OutboxStore;
  post: (request: LabelRequest) => Promise<LabelAnswer>;
  now: () => number;
  /** Resolves after `ms` or when woken. */
  pause: (ms: number, wake: AbortSignal) => Promise<void>;
}

const BATCH = 100;
const FIRST_WAIT_MS = 1_000;
const LONGEST_WAIT_MS = 15_000;

/** The first changes of one rater: a request is of one. */
function batchOf(open: readonly LabelOp[], most: number): LabelOp[] {
  const rater = open[0]?.rater;
  const other = open.findIndex((op) => op.rater !== rater);
  return open.slice(0, Math.min(most, other === -1 ? open.length : other));
}

function requestOf(batch: readonly LabelOp[]): LabelRequest {
  return {
    rater: batch[0]?.rater ?? "",
    edits: batch.flatMap((op) => (op.kind === "edit" ? [op.edit] : [])),
    statuses: batch.flatMap((op) => (op.kind === "status" ? [op.status] : [])),
  };
}

type Failure = "again" | "stop" | "refused";

/** What can succeed later is tried again; what nobody may send stops; what is wrong in itself never will be taken. */
function judge(error: unknown): { failure: Failure; words: string } {
  if (!(error instanceof ApiError)) return { failure: "again", words: String(error) };
  const { status, retryable, detail, hint } = error.problem;
  const words = detail || error.problem.title;
  if (retryable || status === 0 || status >= 500) return { failure: "again", words };
  if (status === 401 || status === 403) return { failure: "stop", words: `${words}: ${hint}` };
  return { failure: "refused", words };
}

/**
 * Sends changes in the order in which they were made, again and again until the server has them. One that the server
 * refuses for what it says is put aside with the reason, and those after it go on.
 */
export class LabelSender {
  private running = false;
  private wake = new AbortController();
  private phase: SenderPhase = "saved";
  private problem: string | null = null;
  private snapshot: SenderState;
  private readonly listeners = new Set<() => void>();
  private readonly confirmed: { op: LabelOp; at: number }[] = [];

  constructor(private readonly wiring: Wiring) {
    this.snapshot = this.look();
  }

  subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  state = (): SenderState => this.snapshot;

  /** Keeps changes and sends them as soon as the server takes them. */
  add(ops: readonly NewLabelOp[]): void {
    for (const op of ops) this.wiring.store.add(op, this.wiring.now());
    this.tell();
    this.kick();
  }

  /** Changes that an answer of the server asked for at `since` may not hold yet, in order. */
  unseen(since: number): LabelOp[] {
    const late = this.confirmed.filter(({ at }) => at >= since).map(({ op }) => op);
    const open = this.wiring.store.open();
    const keys = new Set(open.map((op) => op.key));
    return [...late.filter((op) => !keys.has(op.key)), ...open].sort((a, b) => (a.key < b.key ? -1 : 1));
  }

  dismissRefused(): void {
    this.wiring.store.dismiss(this.wiring.store.refused());
    this.tell();
  }

  /** Sends at once what waits: the connection is back, or the user says so. */
  kick(): void {
    this.wake.abort();
    if (!this.running) void this.run();
  }

  /** Looks again at what is stored: another tab may have sent it. */
  look(): SenderState {
    const { store } = this.wiring;
    const open = store.open().length;
    const phase = open === 0 ? "saved" : this.phase;
    const problem = phase === "waiting" || phase === "stopped" ? this.problem : null;
    return { phase, open, refused: store.refused(), lasting: store.lasting, problem };
  }

  tell(): void {
    this.snapshot = this.look();
    for (const listener of this.listeners) listener();
  }

  private async run(): Promise<void> {
    this.running = true;
    let wait = FIRST_WAIT_MS;
    let most = BATCH;
    while (true) {
      const batch = batchOf(this.wiring.store.open(), most);
      if (batch.length === 0) break;
      const outcome = await this.send(batch);
      if (outcome === "stop") break;
      if (outcome === "sent") [wait, most] = [FIRST_WAIT_MS, BATCH];
      else if (outcome === "refused") most = 1;
      else {
        this.wake = new AbortController();
        await this.wiring.pause(wait, this.wake.signal);
        wait = Math.min(LONGEST_WAIT_MS, 2 * wait);
      }
    }
    this.running = false;
    this.tell();
  }

  private async send(batch: readonly LabelOp[]): Promise<"sent" | Failure> {
    if (this.phase !== "waiting") this.phase = "saving";
    this.tell();
    try {
      await this.wiring.post(requestOf(batch));
    } catch (error) {
      return this.fail(batch, error);
    }
    const at = this.wiring.now();
    this.confirmed.push(...batch.map((op) => ({ op, at })));
    this.wiring.store.remove(batch);
    this.phase = "saving";
    this.tell();
    return "sent";
  }

  private fail(batch: readonly LabelOp[], error: unknown): Failure {
    const { failure, words } = judge(error);
    const [only, ...others] = batch;
    // Of several, one is at fault: they are sent one by one to find it.
    if (failure === "refused" && only && others.length === 0) this.wiring.store.refuse(only, words);
    if (failure === "again") [this.phase, this.problem] = ["waiting", words];
    if (failure === "stop") [this.phase, this.problem] = ["stopped", words];
    this.tell();
    return failure;
  }
}
