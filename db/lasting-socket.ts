import { type NetConnectOpts, Socket } from "node:net";

/** Long enough for what a broken connection's callers still send, above all their rollback. */
const CLOSE_DELAY_MS = 50;

/**
 * A socket to Postgres that tells of its end in two steps: first that it failed, and a moment later that it is closed.
 *
 * postgres.js 3.4.9 forgets a socket the moment it closes; a transaction that hears of it then sends its rollback to a
 * connection without a socket, which throws where nobody can catch it: the process ends, or the connection is of no
 * more use to anybody (porsager/postgres issues 1154 and 1208). This way the rollback goes to a socket that refuses it.
 */
class LastingSocket extends Socket {
  /** Read by postgres.js: whose name a certificate has to bear. */
  host: string | undefined;
  private failure: Error | null = null;
  private sentSince = false;

  override emit(event: string | symbol, ...rest: unknown[]): boolean {
    if (event === "error") this.failure ??= rest[0] instanceof Error ? rest[0] : new Error(String(rest[0]));
    if (event !== "close") return super.emit(event, ...rest);
    if (!this.failure) this.emit("error", connectionClosed());
    setTimeout(() => this.closeNow(rest), CLOSE_DELAY_MS);
    return true;
  }

  override write(chunk: Uint8Array | string, then?: (error?: Error | null) => void): boolean;
  override write(
    chunk: Uint8Array | string,
    encoding?: BufferEncoding,
    then?: (error?: Error | null) => void,
  ): boolean;
  override write(chunk: Uint8Array | string, ...rest: unknown[]): boolean {
    this.sentSince ||= this.failure !== null;
    return Reflect.apply(super.write, this, [chunk, ...rest]);
  }

  private closeNow(rest: unknown[]): void {
    // Whoever sent something to the broken socket waits for an answer.
    if (this.sentSince) super.emit("error", this.failure ?? connectionClosed());
    super.emit("close", ...rest);
  }
}

/** The name that postgres.js gives to it, so that it is understood alike everywhere. */
function connectionClosed(): Error {
  return Object.assign(new Error("write CONNECTION_CLOSED"), { code: "CONNECTION_CLOSED" });
}

/** Opens one, as postgres.js's option `socket` wants it: what is written before it is connected waits. */
export function openLastingSocket(where: NetConnectOpts): Socket {
  const socket = new LastingSocket();
  socket.host = "host" in where ? where.host : undefined;
  return socket.connect(where);
}
