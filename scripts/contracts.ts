/**
 * Writes JSON Schema of every contract that leaves TypeScript to trainer-bridge/contracts/schema.
 * With --check it writes nothing and fails on a difference.
 */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import * as contracts from "../lib/contracts";

const OUT = join(import.meta.dirname, "..", "trainer-bridge", "contracts", "schema");

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
  "reward-config": contracts.rewardConfig,
  "trace-record": contracts.traceRecord,
} as const;

function render(schema: z.ZodType): string {
  return `${JSON.stringify(z.toJSONSchema(schema, { io: "input", unrepresentable: "any" }), null, 2)}\n`;
}

const check = process.argv.includes("--check");
mkdirSync(OUT, { recursive: true });
const stale: string[] = [];
for (const [name, schema] of Object.entries(SCHEMAS)) {
  const path = join(OUT, `${name}.json`);
  const text = render(schema);
  if (existsSync(path) && readFileSync(path, "utf8") === text) continue;
  stale.push(name);
  if (!check) writeFileSync(path, text);
}
if (check && stale.length > 0) {
  console.error(`contracts: out of date: ${stale.join(", ")}. Run: npm run contracts`);
  process.exit(1);
}
console.log(
  `contracts: ${Object.keys(SCHEMAS).length} schemas, ${stale.length} ${check ? "stale" : "written"}`,
);
