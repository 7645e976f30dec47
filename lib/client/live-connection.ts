import { type LiveMessage, liveMessage } from "@/lib/contracts/live";

/** Which news are wanted: of one ablation, of some runs, or (empty) all. */
export interface LiveScope {
  ablation?: string;
  runs?: readonly string[];
}

export interface LiveListener {
  onNews(message: LiveMessage): void;
  /** What was missed is unknown: fetch everything on screen again. */
  onReset(): void;
}

/** The part of EventSource that is used, so that tests can stand in for it. */
export interface NewsSource {
  addEventListener(type: string, listener: (event: { data?: unknown }) => void): void;
  close(): void;
}

/** Address of the stream for a scope; runs are sorted, so that equal scopes share one connection. */
export function livePath(scope: LiveScope): string {
  if (scope.ablation) return `/api/v1/live?ablation=${scope.ablation}`;
  if (scope.runs && scope.runs.length > 0) return `/api/v1/live?runs=${[...scope.runs].sort().join(",")}`;
  return "/api/v1/live";
}

function parseMessage(data: unknown): LiveMessage | null {
  if (typeof data !== "string") return null;
  try {
    const parsed = liveMessage.safeParse(JSON.parse(data));
    return parsed.success ? parsed.data : null;
  } catch {
    return null;
  }
}

/**
 * One stream shared by all listeners of a scope. It opens with the first listener and closes with the last, and while
 * the page is out of sight: a browser allows six connections to a host over all its tabs.
 */
export class LiveConnection {
  private readonly listeners = new Set<LiveListener>();
  private source: NewsSource | null = null;
  private sleeping = false;

  constructor(private readonly open: () => NewsSource) {}

  /** Adds a listener; the returned function removes it. */
  listen(listener: LiveListener): () => void {
    this.listeners.add(listener);
    if (!this.sleeping) this.connect();
    return () => {
      this.listeners.delete(listener);
      if (this.listeners.size === 0) this.disconnect();
    };
  }

  /** The page went out of sight. */
  sleep(): void {
    this.sleeping = true;
    this.disconnect();
  }

  /** The page is back: whatever was missed is unknown. */
  wake(): void {
    if (!this.sleeping) return;
    this.sleeping = false;
    if (this.listeners.size === 0) return;
    this.connect();
    for (const listener of [...this.listeners]) listener.onReset();
  }

  private connect(): void {
    if (this.source) return;
    this.source = this.open();
    this.source.addEventListener("news", ({ data }) => {
      const message = parseMessage(data);
      if (message) for (const listener of [...this.listeners]) listener.onNews(message);
    });
    this.source.addEventListener("reset", () => {
      for (const listener of [...this.listeners]) listener.onReset();
    });
  }

  private disconnect(): void {
    this.source?.close();
    this.source = null;
  }
}
