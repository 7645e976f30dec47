/**
 * Exports of a whole project: traces a second and peak memory, each format in a process of its own.
 *
 *   npm run bench:explorer -- --make && npm run bench:explorer -- --serve     prints where its Postgres is
 *   STEPWELL_PG_SOCKET=… STEPWELL_PG_DATABASE=explorer npx tsx scripts/bench/exports.ts [--project ID]
 *
 * Prints Markdown.
 */
import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { z } from "zod";
import { openDb } from "@/db/client";
import { type ExportFormat, exportFormat, exportRequest } from "@/lib/contracts";
import { formatBytes, formatCount } from "@/lib/format/number";
import { parseEnv } from "@/lib/server/env";
import { inChunks } from "@/lib/services/exports/export-stream";
import { openExport } from "@/lib/services/exports/open-export";
import { machine, table } from "./throwaway-database";

const { values } = parseArgs({
  options: {
    /** Of one process; the others are started by the first. */
    format: { type: "string" },
    formats: { type: "string", default: exportFormat.options.join(",") },
    project: { type: "string" },
  },
});

/** Labels where a format needs some: those of c_i, which most traces of a training have. */
const asked = exportRequest.parse({ labels: "c", ...(values.project ? { project: values.project } : {}) });

const measurement = z.strictObject({
  traces: z.number(),
  records: z.number(),
  bytes: z.number(),
  firstByteMs: z.number(),
  ms: z.number(),
  /** Before anything was read, and at most. */
  startBytes: z.number(),
  peakBytes: z.number(),
});
type Measured = z.infer<typeof measurement>;

async function measure(format: ExportFormat): Promise<Measured> {
  const location = parseEnv(process.env).database;
  if (!location) throw new Error("say where the database is: STEPWELL_PG_SOCKET and STEPWELL_PG_DATABASE");
  const handle = openDb(location, { max: 6 });
  try {
    const startBytes = process.memoryUsage.rss();
    const from = performance.now();
    const opened = await openExport(handle.db, format, asked, { codeVersion: "bench", now: new Date() });
    let [bytes, firstByteMs] = [0, 0];
    for await (const chunk of inChunks(opened.chunks)) {
      if (bytes === 0) firstByteMs = performance.now() - from;
      bytes += chunk.length;
    }
    const { traces, records } = opened.provenance().counts;
    const peakBytes = process.resourceUsage().maxRSS * 1_024;
    return { traces, records, bytes, firstByteMs, ms: performance.now() - from, startBytes, peakBytes };
  } finally {
    await handle.close();
  }
}

function inItsOwnProcess(format: ExportFormat): Measured {
  const script = fileURLToPath(import.meta.url);
  const project = values.project ? ["--project", values.project] : [];
  const run = spawnSync(process.execPath, ["--import", "tsx", script, "--format", format, ...project], {
    encoding: "utf8",
    stdio: ["ignore", "pipe", "inherit"],
  });
  if (run.status !== 0) throw new Error(`the export as ${format} failed`);
  return measurement.parse(JSON.parse(run.stdout));
}

function row(format: ExportFormat): string[] {
  const measured = inItsOwnProcess(format);
  // The table comes at the end: an interrupted measurement has told what it has.
  console.error(format, JSON.stringify(measured));
  const { traces, records, bytes, firstByteMs, ms, startBytes, peakBytes } = measured;
  const counts = [traces, records].map(formatCount);
  const times = [Math.round(firstByteMs), Math.round(ms / 1_000), Math.round((1_000 * traces) / ms)].map(
    formatCount,
  );
  return [format, ...counts, formatBytes(bytes), ...times, formatBytes(startBytes), formatBytes(peakBytes)];
}

const HEADS = [
  "format",
  "traces",
  "records",
  "file",
  "first byte [ms]",
  "all [s]",
  "traces/s",
  "memory at start",
  "at most",
];

if (values.format) console.log(JSON.stringify(await measure(exportFormat.parse(values.format))));
else
  console.log(
    `${machine()}\n\n${table(
      HEADS,
      values.formats.split(",").map((each) => row(exportFormat.parse(each))),
    )}`,
  );
