import { spawn } from "node:child_process";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { startEmbedded } from "../../db/embedded";
import { ensureDatabase, migrate } from "../../db/migrate";
import { socketRoot } from "../../db/postgres-binaries";

/**
 * A development server on a database of its own:
 *   npx tsx scripts/dev/ui.ts PORT [HOME]
 * HOME (default: a folder in the temporary directory named after the port) keeps the database between starts. Fill it
 * with scripts/dev/seed.ts, whose environment is printed. Ctrl-C stops the server and Postgres.
 */
const port = Number(process.argv[2]);
if (!Number.isInteger(port) || port < 1024 || port > 65_535) throw new Error("usage: ui.ts PORT [HOME]");
const home = process.argv[3] ?? join(socketRoot(), `stepwell-ui-${port}`);
const DATABASE = "stepwell";

mkdirSync(home, { recursive: true, mode: 0o755 });
const postgres = await startEmbedded(home, ["fsync=off"]);
await ensureDatabase(postgres.socketDir, DATABASE);
await migrate({ socketDir: postgres.socketDir, database: DATABASE });

const environment = { STEPWELL_PG_SOCKET: postgres.socketDir, STEPWELL_PG_DATABASE: DATABASE };
console.log(
  `database: ${Object.entries(environment)
    .map(([name, value]) => `${name}=${value}`)
    .join(" ")}`,
);

const web = spawn(
  process.execPath,
  [join("node_modules", "next", "dist", "bin", "next"), "dev", "-H", "127.0.0.1", "-p", String(port)],
  {
    stdio: "inherit",
    env: {
      ...process.env,
      ...environment,
      STEPWELL_DIST: `.next-ui-${port}`,
      NEXT_TELEMETRY_DISABLED: "1",
    },
  },
);

let stopping = false;
async function stop(): Promise<void> {
  if (stopping) return;
  stopping = true;
  web.kill("SIGTERM");
  await postgres.stop();
  process.exit(0);
}
process.on("SIGINT", () => void stop());
process.on("SIGTERM", () => void stop());
web.on("exit", () => void stop());
