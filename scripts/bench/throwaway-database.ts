import { chmodSync, mkdtempSync, rmSync } from "node:fs";
import { cpus } from "node:os";
import { join } from "node:path";
import { type DbHandle, openDb } from "@/db/client";
import { startEmbedded } from "@/db/embedded";
import { ensureDatabase, migrate } from "@/db/migrate";
import { socketRoot } from "@/db/postgres-binaries";

/** Runs a measurement against a migrated Postgres of its own with default settings, durable, removed afterwards. */
export async function withThrowawayDatabase(
  measure: (handle: DbHandle, socketDir: string) => Promise<void>,
): Promise<void> {
  const home = mkdtempSync(join(socketRoot(), `stepwell-bench-${process.pid}-`));
  chmodSync(home, 0o755);
  const server = await startEmbedded(home);
  const clean = async () => {
    await server.stop();
    rmSync(home, { recursive: true, force: true });
  };
  // Postgres outlives a parent that is told to stop, unless it is told too.
  const interrupted = () => void clean().finally(() => process.exit(130));
  process.once("SIGINT", interrupted).once("SIGTERM", interrupted);
  try {
    const location = { socketDir: server.socketDir, database: "bench" };
    await ensureDatabase(location.socketDir, location.database);
    await migrate(location);
    const handle = openDb(location);
    await measure(handle, server.socketDir).finally(() => handle.close());
  } finally {
    process.off("SIGINT", interrupted).off("SIGTERM", interrupted);
    await clean();
  }
}

/** One line on what was measured on. */
export function machine(): string {
  const [cpu] = cpus();
  return `${cpus().length} x ${cpu?.model.trim() ?? "unknown"}, Node ${process.versions.node}, ${process.platform}-${process.arch}`;
}

/** A Markdown table. */
export function table(heads: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(" | ")} |`;
  return [line(heads), line(heads.map(() => "---")), ...rows.map(line)].join("\n");
}

/** The p-quantile of some numbers (nearest rank). */
export function quantile(values: readonly number[], p: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.ceil(p * sorted.length) - 1)] ?? Number.NaN;
}
