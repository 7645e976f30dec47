/** `npm run import-results -- FILE`: see scripts/lib/import-options.ts for its options. */
import { readFileSync } from "node:fs";
import { basename } from "node:path";
import { resultSetAnswer } from "../lib/contracts/result-sets";
import { plural } from "../lib/format/number";
import { ImportError } from "../lib/importers/csv-rows";
import { resultSetFromText } from "../lib/importers/result-set-text";
import { ApiClient, ApiRefusal } from "./lib/api-client";
import { openHome } from "./lib/home";
import { IMPORT_USAGE, type ImportOptions, importOptions } from "./lib/import-options";
import { runningInstance } from "./lib/instance";

function serverUrl(options: ImportOptions): string | null {
  return options.url ?? runningInstance(openHome().stateFile)?.url ?? null;
}

async function send(options: ImportOptions): Promise<number> {
  const { file: path, json: _, url: __, ...about } = options;
  const file = resultSetFromText(readFileSync(path, "utf8"), basename(path), about);
  const url = serverUrl(options);
  if (url === null) {
    console.error("No Stepwell runs here: `npm start` first, or name a server with --url.");
    return 2;
  }
  const answer = await new ApiClient(url).post("/api/v1/result-sets", file, resultSetAnswer);
  if (options.json) console.log(JSON.stringify(answer));
  else {
    const counted = [
      plural(file.arms.length, "arm"),
      plural(file.benchmarks.length, "benchmark"),
      plural(file.cells.length, "accuracy", "accuracies"),
    ].join(", ");
    console.log(`${answer.created ? "Imported" : "Was there already"}: ${file.name} (${counted})`);
    console.log(new URL(answer.url, url).href);
  }
  return 0;
}

/** Exit status of a failure; what it was is said on the way. */
function explain(error: unknown, file: string): number {
  if (error instanceof ImportError) console.error(`${file} cannot be imported:\n${error.message}`);
  else console.error(error instanceof Error ? error.message : String(error));
  return error instanceof ApiRefusal ? 1 : 2;
}

const options = importOptions(process.argv.slice(2));
if (typeof options === "string") {
  console.error(`${options}\n${IMPORT_USAGE}`);
  process.exitCode = 2;
} else {
  process.exitCode = await send(options).catch((error: unknown) => explain(error, options.file));
}
