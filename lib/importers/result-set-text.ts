import { type ResultSetFile, resultSetFile } from "@/lib/contracts/result-sets";
import { ImportError } from "./csv-rows";
import { type AboutTable, resultSetFromCsv } from "./result-set-csv";

/** Whether a file is read as JSON; anything else is taken for CSV. */
export function isJsonFile(fileName: string): boolean {
  return fileName.toLowerCase().endsWith(".json");
}

/**
 * The result set in a file: JSON of the contract where the file is called so, else CSV, of which name and source are the
 * file's own unless told otherwise. Throws `ImportError` with every field that is wrong.
 */
export function resultSetFromText(
  text: string,
  fileName: string,
  about: Partial<AboutTable> = {},
): ResultSetFile {
  if (isJsonFile(fileName)) return fromJson(text);
  const name = fileName.replace(/\.[^.]*$/, "") || fileName;
  return resultSetFromCsv(text, { name, source: fileName, ...about });
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

/** V8 tells where JSON breaks as an offset in the text; other engines do not. */
function lineOf(text: string, said: string): number | null {
  const position = /position (\d+)/.exec(said)?.[1];
  return position === undefined ? null : text.slice(0, Number(position)).split("\n").length;
}
