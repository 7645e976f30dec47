import { connect, createServer, type Server, type Socket } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";

/** What the network does to the connections that go through it. */
export type Weather =
  | { kind: "clear" }
  /** Every connection is cut and none is taken. */
  | { kind: "cut" }
  /** Bytes go in and nothing comes out, as with a firewall that drops packets; cut when it is over. */
  | { kind: "silent" }
  /** Every piece takes its time. */
  | { kind: "slow"; ms: number }
  /** A connection ends after so many bytes of the request or of the answer. */
  | { kind: "truncate"; of: "request" | "answer"; bytes: number }
  /** Everything that is sent arrives twice, over a second connection of which nobody reads the answers. */
  | { kind: "twice" };

/** A TCP proxy between agents, trainers and the server: the network of this bench, and nobody else's. */
export class Network {
  private weather: Weather = { kind: "clear" };
  private readonly open = new Set<Socket>();

  private constructor(
    private readonly server: Server,
    private readonly port: number,
    private readonly target: () => number,
  ) {}

  /** @param target port of the server on this machine, asked for with every connection */
  static async open(target: () => number): Promise<Network> {
    const server = createServer({ allowHalfOpen: true });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const address = server.address();
    if (address === null || typeof address === "string") throw new Error("the proxy has no port");
    const network = new Network(server, address.port, target);
    server.on("connection", (socket) => network.carry(socket));
    return network;
  }

  get url(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  /** From now on; what is open is cut where the weather says so, and when a silence ends. */
  become(weather: Weather): void {
    const wasSilent = this.weather.kind === "silent";
    this.weather = weather;
    if (wasSilent || weather.kind === "cut") this.cutAll();
  }

  async close(): Promise<void> {
    this.cutAll();
    await new Promise((resolve) => this.server.close(resolve));
  }

  private cutAll(): void {
    for (const socket of this.open) socket.destroy();
  }

  private carry(client: Socket): void {
    this.keep(client);
    if (this.weather.kind === "cut") return void client.destroy();
    const server = this.connectOn(client);
    this.pipe(client, server, "request");
    this.pipe(server, client, "answer");
    if (this.weather.kind === "twice") this.mirror(client);
  }

  private mirror(client: Socket): void {
    const second = this.connectOn(client);
    second.resume();
    this.pipe(client, second, "request");
  }

  private connectOn(client: Socket): Socket {
    const server = connect({ port: this.target(), host: "127.0.0.1", allowHalfOpen: true });
    this.keep(server);
    server.once("error", () => client.destroy());
    client.once("close", () => server.destroy());
    return server;
  }

  private keep(socket: Socket): void {
    this.open.add(socket);
    socket.setNoDelay(true);
    socket.on("error", () => socket.destroy());
    socket.once("close", () => this.open.delete(socket));
  }

  /** Passes on what arrives, in order, as the weather allows. */
  private pipe(from: Socket, to: Socket, side: "request" | "answer"): void {
    let passed = 0;
    let last = Promise.resolve();
    const inTurn = (step: () => Promise<void> | void) => {
      last = last.then(step);
    };
    from.on("data", (piece: Buffer) =>
      inTurn(async () => {
        const { weather } = this;
        if (weather.kind === "silent") return;
        if (weather.kind === "slow") await sleep(weather.ms);
        const left = weather.kind === "truncate" && weather.of === side ? weather.bytes - passed : null;
        passed += piece.length;
        if (left === null || left >= piece.length) return void to.write(piece);
        to.write(piece.subarray(0, Math.max(0, left)), () => {
          from.destroy();
          to.destroy();
        });
      }),
    );
    from.once("end", () => inTurn(() => void to.end()));
    from.once("close", () => inTurn(() => void (from.errored ? to.destroy() : to.end())));
  }
}
