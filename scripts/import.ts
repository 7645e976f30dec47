/** `npm run import -- [FORMAT] PATH --project NAME`: see scripts/lib/trace-import-options.ts for its options. */
import { existsSync } from "node:fs";
import { resolve } from "node:path";
import type { ImportView } from "@/lib/contracts";
import { AppError } from "@/lib/domain/errors";
import { routes } from "@/lib/domain/routes";
import { ImportError } from "@/lib/importers/csv-rows";
import { parseEnv } from "@/lib/server/env";
import { type DiskSource, diskSource } from "@/lib/services/imports/disk-source";
import type { SourceImport } from "@/lib/services/imports/import-source";
import { ApiRefusal } from "./lib/api-client";
import { openHome, ROOT } from "./lib/home";
import { importIntoDatabase } from "./lib/import-into-database";
import { importOverHttp } from "./lib/import-over-http";
import { jsonReport, progressPrinter, textReport } from "./lib/import-report";
import { runningInstance } from "./lib/instance";
import { TRACE_IMPORT_USAGE, type TraceImportOptions, traceImportOptions } from "./lib/trace-import-options";
import { codeVersion } from "./lib/version";

/** The server that takes the import; null: none runs, or the environment names a database. */
function serverUrl(options: TraceImportOptions): string | null {
  if (options.url !== null) return options.url;
  if (parseEnv(process.env).database !== null) return null;
  return runningInstance(openHome().stateFile)?.url ?? null;
}

/** npm runs scripts in the package's folder and says from where it was called: a path is meant from there. */
function placeOf(path: string): string {
  const meant = resolve(process.env.INIT_CWD ?? ".", path);
  return existsSync(meant) ? meant : resolve(path);
}

async function openSource(path: string): Promise<DiskSource | string> {
  try {
    const source = await diskSource(placeOf(path));
    return source.files.length === 0 ? `${path} holds no files` : source;
  } catch (error) {
    return `${path} cannot be opened: ${error instanceof Error ? error.message : String(error)}`;
  }
}

async function importAll(source: DiskSource, options: TraceImportOptions): Promise<[ImportView, string]> {
  const asked: SourceImport = {
    ...{ project: options.project, ablation: options.ablation, format: options.format },
    ...{ options: { strict: options.strict }, codeVersion: codeVersion(ROOT), onProgress: progressPrinter() },
  };
  const url = serverUrl(options);
  const view = await (url === null ? importIntoDatabase(source, asked) : importOverHttp(url, source, asked));
  const path = routes.import(view.id);
  return [view, url === null ? path : new URL(path, url).href];
}

async function main(): Promise<number> {
  const options = traceImportOptions(process.argv.slice(2));
  if (typeof options === "string") {
    console.error(`${options}\n${TRACE_IMPORT_USAGE}`);
    return 2;
  }
  const source = await openSource(options.path);
  if (typeof source === "string") {
    console.error(source);
    return 2;
  }
  try {
    const [view, url] = await importAll(source, options);
    (options.json ? console.error : console.log)(textReport(view, url));
    if (options.json) console.log(jsonReport(view, url));
    return view.status === "succeeded" ? 0 : 1;
  } finally {
    await source.close();
  }
}

/** Exit status of a failure; what it was is said on the way. */
function explain(error: unknown): number {
  console.error(error instanceof Error ? error.message : String(error));
  if (error instanceof AppError) return error.code === "invalid-request" ? 2 : 1;
  return error instanceof ApiRefusal || error instanceof ImportError ? 1 : 2;
}

process.exitCode = await main().catch(explain);
