import { readFileSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";

export const DEFAULT_PORT = 4173;
const TRIES = 50;

/** True if a server can listen there now. */
export function isFree(port: number, host: string): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.once("error", () => resolve(false));
    probe.listen({ port, host, exclusive: true }, () => probe.close(() => resolve(true)));
  });
}

/** A port nobody uses now, chosen by the system. */
export function anyPort(host = "127.0.0.1"): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once("error", reject);
    probe.listen({ port: 0, host }, () => {
      const address = probe.address();
      const port = typeof address === "object" && address ? address.port : 0;
      probe.close(() => resolve(port));
    });
  });
}

function remembered(file: string): number | null {
  try {
    const port = Number(readFileSync(file, "utf8"));
    return Number.isInteger(port) && port > 0 && port < 65_536 ? port : null;
  } catch {
    return null;
  }
}

/**
 * The port to serve on: the one asked for, else last time's (bookmarks stay true), else the first free one.
 * @throws if a port was asked for and is taken
 */
export async function choosePort(file: string, host: string, wanted: number | null): Promise<number> {
  if (wanted !== null) {
    if (await isFree(wanted, host)) return wanted;
    throw new Error(`Port ${wanted} is in use. Stop what listens there, or choose another with --port.`);
  }
  const first = remembered(file) ?? DEFAULT_PORT;
  for (let port = first; port < Math.min(first + TRIES, 65_536); port++) {
    if (!(await isFree(port, host))) continue;
    writeFileSync(file, `${port}\n`);
    return port;
  }
  throw new Error(`No free port between ${first} and ${first + TRIES}. Choose one with --port.`);
}
