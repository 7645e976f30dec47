import {
  type ExportFormat,
  type ExportRequest,
  exportFormat,
  exportOptions,
  exportRequest,
  traceSelection,
} from "@/lib/contracts";
import { flagOf } from "@/lib/exporters/address";

const namesOf = (shape: object) => Object.keys(shape).filter((name) => name !== "project");
const FIELDS = new Map(namesOf(exportRequest.shape).map((name) => [flagOf(name), name]));
const listOf = (shape: object) => namesOf(shape).map(flagOf).join(" ");

const FORMATS = exportFormat.options.join(", ");

/** Lines of at most so many characters. */
function wrapped(text: string, width: number): string {
  return text.replaceAll(new RegExp(`(.{1,${width}})( |$)`, "g"), "    $1\n").trimEnd();
}

export const EXPORT_USAGE = `npm run export -- FORMAT OUT [--project NAME] [options]
  writes the traces of a project to the file OUT ("-": standard output), and beside it OUT.provenance.json: which traces,
  whose labels, what was left out. FORMAT is one of
  ${FORMATS} (docs/exporting.md).
  --project NAME    a project by its name or id (the newest with traces if absent)
  --url ADDRESS     of another machine's server; absent: this home's database, whether a server runs or not
  --force           writes over a file that is there
  --json            prints the provenance as one last line of JSON; what else is said goes to standard error
  which traces (each narrows; lists by commas):
${wrapped(listOf(traceSelection.shape), 110)}
  how:
${wrapped(listOf(exportOptions.shape), 110)}
  Exit status: 0 written, 1 the server or the database refused, 2 an option or the file cannot be used.`;

export interface ExportCommand {
  format: ExportFormat;
  out: string;
  /** By its name or id; null: the newest. */
  project: string | null;
  request: ExportRequest;
  url: string | null;
  force: boolean;
  json: boolean;
}

interface Read {
  places: string[];
  values: Map<string, string>;
  fields: Record<string, string>;
  switches: Set<string>;
}

function readArguments(argv: readonly string[]): Read | string {
  const read: Read = { places: [], values: new Map(), fields: {}, switches: new Set() };
  for (let i = 0; i < argv.length; i++) {
    const argument = argv[i] ?? "";
    const [name = "", ...rest] = argument.split("=");
    const field = FIELDS.get(name);
    if (field !== undefined || name === "--project" || name === "--url") {
      const value = rest.length > 0 ? rest.join("=") : argv[++i];
      if (value === undefined || value.trim() === "") return `${name} needs a value`;
      if (field === undefined) read.values.set(name, value.trim());
      else read.fields[field] = value.trim();
    } else if (argument === "--force" || argument === "--json") read.switches.add(argument);
    else if (argument.startsWith("--")) return `unknown option ${argument}`;
    else read.places.push(argument);
  }
  return read;
}

/** The command line as a request, or a sentence about what is wrong with it. */
export function exportCommand(argv: readonly string[]): ExportCommand | string {
  const read = readArguments(argv);
  if (typeof read === "string") return read;
  const [first = "", out, ...more] = read.places;
  const format = exportFormat.safeParse(first);
  if (!format.success)
    return `${first === "" ? "no format" : `unknown format ${first}`}: name one of ${FORMATS}`;
  if (out === undefined || more.length > 0) return "name one file to write, or - for standard output";
  const request = exportRequest.safeParse(read.fields);
  if (!request.success) {
    const [issue] = request.error.issues;
    return `${flagOf(String(issue?.path[0] ?? ""))}: ${issue?.message ?? "cannot be used"}`;
  }
  return {
    ...{ format: format.data, out, request: request.data },
    ...{ project: read.values.get("--project") ?? null, url: read.values.get("--url") ?? null },
    ...{ force: read.switches.has("--force"), json: read.switches.has("--json") },
  };
}
