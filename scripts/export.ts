/** `npm run export -- FORMAT OUT`: see scripts/lib/export-options.ts for its options. */

import type { Db } from "@/db/client";
import { listProjects } from "@/db/queries/explorer-scope";
import type { ExportProvenance } from "@/lib/contracts";
import { AppError } from "@/lib/domain/errors";
import { formatBytes, formatCount } from "@/lib/format/number";
import { openExport } from "@/lib/services/exports/open-export";
import { ApiRefusal } from "./lib/api-client";
import { EXPORT_USAGE, type ExportCommand, exportCommand } from "./lib/export-options";
import { exportOverHttp } from "./lib/export-over-http";
import {
  refuseToOverwrite,
  UnwritableFile,
  type WrittenFile,
  writeExport,
  writeProvenance,
} from "./lib/export-to";
import { ROOT } from "./lib/home";
import { withOwnDatabase } from "./lib/own-database";
import { codeVersion } from "./lib/version";

interface Exported {
  file: WrittenFile;
  provenance: ExportProvenance;
}

async function projectIdOf(db: Db, named: string): Promise<string> {
  const projects = await listProjects(db);
  const found = projects.find(({ id, name }) => id === named || name === named);
  const names = projects.map(({ name }) => name).join(", ");
  if (!found) throw new AppError("not-found", `no project ${named}: there are ${names || "none yet"}`);
  return found.id;
}

async function fromDatabase(db: Db, { format, out, project, request }: ExportCommand): Promise<Exported> {
  const named = project === null ? request : { ...request, project: await projectIdOf(db, project) };
  const opened = await openExport(db, format, named, { codeVersion: codeVersion(ROOT), now: new Date() });
  const file = await writeExport(out, opened.chunks);
  return { file, provenance: opened.provenance() };
}

async function fromServer(url: string, command: ExportCommand): Promise<Exported> {
  const { pieces, provenance } = await exportOverHttp(url, command);
  const file = await writeExport(command.out, pieces);
  return { file, provenance: await provenance() };
}

/** What was written and what was not, for the terminal. */
function summary({ file, provenance }: Exported): string[] {
  const { counts } = provenance;
  if (!counts) return [];
  return [
    `${file.name}: ${formatCount(counts.records)} records of ${formatCount(counts.written)} of ${formatCount(counts.traces)} traces, ${formatBytes(file.bytes)}`,
    ...counts.leftOut.map(({ what, count }) => `  left out: ${formatCount(count)} ${what}`),
    ...counts.notes.map(({ what, count }) => `  note: ${formatCount(count)} ${what}`),
  ];
}

async function main(): Promise<number> {
  const command = exportCommand(process.argv.slice(2));
  if (typeof command === "string") {
    console.error(`${command}\n${EXPORT_USAGE}`);
    return 2;
  }
  const { out, url } = command;
  refuseToOverwrite(out, command.force);
  const done = await (url === null
    ? withOwnDatabase((db) => fromDatabase(db, command))
    : fromServer(url, command));
  const beside = out === "-" ? null : await writeProvenance(out, done.provenance, done.file);
  for (const line of summary(done)) console.error(line);
  if (beside !== null) console.error(`  provenance: ${beside}`);
  if (command.json && out !== "-") console.log(JSON.stringify({ ...done.provenance, file: done.file }));
  return 0;
}

/** Exit status of a failure; what it was is said on the way. */
function explain(error: unknown): number {
  console.error(error instanceof Error ? error.message : String(error));
  if (error instanceof AppError) return error.code === "invalid-request" ? 2 : 1;
  return error instanceof UnwritableFile || !(error instanceof ApiRefusal) ? 2 : 1;
}

process.exitCode = await main().catch(explain);
