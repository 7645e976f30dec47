/** One server-sent event. Data is one line of JSON. */
export interface SseEvent {
  id?: string;
  event: string;
  data: unknown;
}

/** What a source may do with its client. */
export interface SseClient {
  send(event: SseEvent): void;
  close(): void;
}

interface SseOptions {
  signal: AbortSignal;
  heartbeatMs: number;
  retryMs: number;
}

/** A client this many bytes behind does not read: it is let go, and comes back with its last id. */
const MAX_QUEUED_BYTES = 1_000_000;

const HEADERS = {
  "content-type": "text/event-stream; charset=utf-8",
  "cache-control": "no-store, no-transform",
  connection: "keep-alive",
  // Proxies that buffer would hold back every event.
  "x-accel-buffering": "no",
};

function textOf({ id, event, data }: SseEvent): string {
  return `${id === undefined ? "" : `id: ${id}\n`}event: ${event}\ndata: ${JSON.stringify(data)}\n\n`;
}

/** One client's connection: ends its source exactly once, whoever closes first. */
class Connection implements SseClient {
  private open = true;
  private readonly heartbeat: NodeJS.Timeout;
  private stop: (() => void) | null = null;
  private readonly encoder = new TextEncoder();

  constructor(
    private readonly controller: ReadableStreamDefaultController<Uint8Array>,
    { heartbeatMs, retryMs }: SseOptions,
  ) {
    this.heartbeat = setInterval(() => this.write(": here\n\n"), heartbeatMs);
    this.write(`retry: ${retryMs}\n\n`);
  }

  /** What ends the source; run at once if the client is gone by now. */
  endWith(stop: () => void): void {
    if (this.open) this.stop = stop;
    else stop();
  }

  send(event: SseEvent): void {
    this.write(textOf(event));
  }

  private write(text: string): void {
    if (!this.open) return;
    this.controller.enqueue(this.encoder.encode(text));
    if ((this.controller.desiredSize ?? 0) < 0) this.close();
  }

  close(): void {
    if (this.letGo()) this.controller.close();
  }

  /** Ends the source without closing the stream, for one that its reader has cancelled. */
  letGo(): boolean {
    if (!this.open) return false;
    this.open = false;
    clearInterval(this.heartbeat);
    this.stop?.();
    return true;
  }
}

/**
 * A streaming answer of server-sent events.
 * @param start begins the source and returns what ends it, called exactly once when the client is gone
 */
export function sseResponse(start: (client: SseClient) => () => void, options: SseOptions): Response {
  let connection: Connection | null = null;
  const body = new ReadableStream<Uint8Array>(
    {
      start(controller) {
        const made = new Connection(controller, options);
        connection = made;
        made.endWith(start(made));
        options.signal.addEventListener("abort", () => made.close(), { once: true });
        if (options.signal.aborted) made.close();
      },
      cancel: () => {
        connection?.letGo();
      },
    },
    new ByteLengthQueuingStrategy({ highWaterMark: MAX_QUEUED_BYTES }),
  );
  return new Response(body, { headers: HEADERS });
}
