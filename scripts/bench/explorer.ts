/**
 * The explorer at scale: makes a project of 200,000 traces and 1,000,000 trace steps from a seed, and measures it.
 *
 *   npm run bench:explorer -- --make --traces 200000 --seed 1     makes it in a Postgres of its own, kept below --home
 *   npm run bench:explorer -- [--seed 1]                          server times of every view, filter and sort
 *   npm run bench:explorer -- --serve                             keeps its Postgres running for a Stepwell beside it
 *   npm run bench:explorer -- --browser http://127.0.0.1:4173     what a browser measures of a Stepwell that serves it
 *
 * Prints Markdown.
 */
import { chmodSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { type DbHandle, openDb } from "@/db/client";
import { startEmbedded } from "@/db/embedded";
import { ensureDatabase, migrate } from "@/db/migrate";
import { socketRoot } from "@/db/postgres-binaries";
import { findBrowser } from "../lib/browser";
import { benchProject, makeProject } from "./explorer/make-project";
import { measureBrowser } from "./explorer/measure-browser";
import { measureServer } from "./explorer/measure-server";
import { machine } from "./throwaway-database";

const { values } = parseArgs({
  options: {
    make: { type: "boolean", default: false },
    serve: { type: "boolean", default: false },
    traces: { type: "string", default: "200000" },
    seed: { type: "string", default: "1" },
    home: { type: "string", default: join(socketRoot(), "stepwell-bench-explorer") },
    browser: { type: "string" },
  },
});
const seed = Number(values.seed);
const DATABASE = "explorer";

async function make({ db, sql }: DbHandle): Promise<void> {
  const from = Date.now();
  await makeProject(db, seed, Number(values.traces), (text) => console.error(text));
  await sql`vacuum analyze`;
  console.error(`made in ${Math.round((Date.now() - from) / 1000)} s`);
}

async function withDatabase(work: (handle: DbHandle, socketDir: string) => Promise<void>): Promise<void> {
  mkdirSync(values.home, { recursive: true });
  chmodSync(values.home, 0o755);
  const server = await startEmbedded(values.home);
  try {
    const location = { socketDir: server.socketDir, database: DATABASE };
    await ensureDatabase(location.socketDir, location.database);
    await migrate(location);
    const handle = openDb(location);
    await work(handle, server.socketDir).finally(() => handle.close());
  } finally {
    if (!server.adopted) await server.stop();
  }
}

const ended = () =>
  new Promise<void>((resolve) => void process.once("SIGINT", resolve).once("SIGTERM", resolve));

async function browser(url: string): Promise<void> {
  const found = await findBrowser({ install: false, say: console.error });
  if ("problem" in found) throw new Error(found.problem);
  console.log(`${machine()}\n\n${await measureBrowser(url, found.path)}`);
}

async function database(): Promise<void> {
  await withDatabase(async (handle, socketDir) => {
    if (values.make) return make(handle);
    if (values.serve) {
      console.log(`STEPWELL_PG_SOCKET=${socketDir} STEPWELL_PG_DATABASE=${DATABASE}`);
      return ended();
    }
    console.log(`${machine()}\n\n${await measureServer(handle.db, benchProject(seed))}`);
  });
}

await (values.browser ? browser(values.browser) : database());
