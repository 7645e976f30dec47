import { basename, extname } from "node:path";
import { type ResultSetFile, resultSetFile } from "@/lib/contracts/result-sets";
import { ImportError } from "@/lib/importers/csv-rows";
import { resultSetFromCsv } from "@/lib/importers/result-set-csv";
import type { ImportOptions } from "./import-options";

/** The result set in a file's text: JSON where the file is called so, else CSV. Throws `ImportError`. */
export function resultSetIn(text: string, options: ImportOptions): ResultSetFile {
  const { file, baseline, note } = options;
  if (extname(file).toLowerCase() === ".json") return fromJson(text);
  const called = basename(file, extname(file));
  return resultSetFromCsv(text, {
    name: options.name ?? called,
    source: options.source ?? basename(file),
    ...(note === undefined ? {} : { note }),
    ...(baseline === undefined ? {} : { baseline }),
  });
}

function fromJson(text: string): ResultSetFile {
  let value: unknown;
  try {
    value = JSON.parse(text.replace(/^\uFEFF/, ""));
  } catch (error) {
    const said = error instanceof Error ? error.message : String(error);
    throw new ImportError([{ line: lineOf(text, said), field: "file", message: `is not JSON: ${said}` }]);
  }
  const parsed = resultSetFile.safeParse(value);
  if (parsed.success) return parsed.data;
  throw new ImportError(
    parsed.error.issues.map(({ path, message }) => ({
      line: null,
      field: path.join(".") || "file",
      message,
    })),
  );
}

/** Node tells where JSON breaks as an offset in the text. */
function lineOf(text: string, said: string): number | null {
  const position = /position (\d+)/.exec(said)?.[1];
  return position === undefined ? null : text.slice(0, Number(position)).split("\n").length;
}
