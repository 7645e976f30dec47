/**
 * Writes JSON Schema of every contract that leaves TypeScript to trainer-bridge/contracts/schema, and docs/api.md.
 * With --check it writes nothing and fails on a difference.
 */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { z } from "zod";
import * as contracts from "../lib/contracts";
import { API } from "../lib/contracts/api";
import { renderApiReference } from "./api-reference/render";

const ROOT = fileURLToPath(new URL("..", import.meta.url));
const OUT = join(ROOT, "trainer-bridge", "contracts", "schema");

const SCHEMAS = {
  "ablation-spec": contracts.ablationSpec,
  "event-batch": contracts.eventBatch,
  "event-batch-answer": contracts.eventBatchAnswer,
  "heartbeat-answer": contracts.heartbeatAnswer,
  "heartbeat-request": contracts.heartbeatRequest,
  "job-spec": contracts.jobSpec,
  "lease-answer": contracts.leaseAnswer,
  problem: contracts.problem,
  "register-request": contracts.registerRequest,
  "result-set-file": contracts.resultSetFile,
  "reward-config": contracts.rewardConfig,
  "trace-record": contracts.traceRecord,
} as const;

function render(schema: z.ZodType): string {
  return `${JSON.stringify(z.toJSONSchema(schema, { io: "input", unrepresentable: "any" }), null, 2)}\n`;
}

const check = process.argv.includes("--check");
const files = new Map(
  Object.entries(SCHEMAS).map(([name, schema]) => [join(OUT, `${name}.json`), render(schema)]),
);
files.set(join(ROOT, "docs", "api.md"), renderApiReference(API));

const stale = [...files].filter(([path, text]) => !existsSync(path) || readFileSync(path, "utf8") !== text);
if (check && stale.length > 0) {
  console.error(`contracts: out of date: ${stale.map(([path]) => path).join(", ")}. Run: npm run contracts`);
  process.exit(1);
}
mkdirSync(OUT, { recursive: true });
for (const [path, text] of stale) writeFileSync(path, text);
console.log(`contracts: ${files.size} files, ${stale.length} written`);
