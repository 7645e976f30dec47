import { type ImportFormat, importFormat } from "@/lib/contracts";

const FORMATS = importFormat.options.join(", ");

export const TRACE_IMPORT_USAGE = `npm run import -- [FORMAT] PATH --project NAME [options]
  imports traces from a file or a folder; FORMAT is detected where it is left out: one of
  ${FORMATS} (docs/importing.md).
  --project NAME    where they go; made if there is none of that name
  --ablation NAME   an ablation of it ("Imported traces" if absent)
  --strict          stores nothing if one record cannot be read
  --url ADDRESS     of another machine's server; absent: the one that runs from this home, or its database alone
  --json            prints the health report as one last line of JSON; progress goes to standard error
  Exit status: 0 imported (or there already), 1 the source was refused, 2 an option or the path cannot be used.`;

export interface TraceImportOptions {
  format: ImportFormat | null;
  path: string;
  project: string;
  ablation: string | null;
  strict: boolean;
  json: boolean;
  url: string | null;
}

interface Read {
  places: string[];
  values: Map<string, string>;
  switches: Set<string>;
}

const WITH_VALUE = ["--project", "--ablation", "--url"];
const SWITCHES = ["--strict", "--json"];

function readArguments(argv: readonly string[]): Read | string {
  const read: Read = { places: [], values: new Map(), switches: new Set() };
  for (let i = 0; i < argv.length; i++) {
    const [name = "", ...rest] = (argv[i] ?? "").split("=");
    if (WITH_VALUE.includes(name)) {
      const value = rest.length > 0 ? rest.join("=") : argv[++i];
      if (value === undefined || value.trim() === "") return `${name} needs a value`;
      read.values.set(name, value.trim());
    } else if (SWITCHES.includes(argv[i] ?? "")) read.switches.add(name);
    else if (argv[i]?.startsWith("--")) return `unknown option ${argv[i]}`;
    else read.places.push(argv[i] ?? "");
  }
  return read;
}

/** The command line as options, or a sentence about what is wrong with it. */
export function traceImportOptions(argv: readonly string[]): TraceImportOptions | string {
  const read = readArguments(argv);
  if (typeof read === "string") return read;
  const { places, values, switches } = read;
  const project = values.get("--project");
  if (places.length === 0) return "name the file or folder to import";
  if (places.length > 2)
    return `name one format and one path, not also ${places[2]}: quote a path with blanks`;
  if (project === undefined) return "name the project that the traces go to: --project NAME";
  for (const [option, value] of values)
    if (option !== "--url" && value.length > 200)
      return `${option} has ${value.length} characters, 200 at most`;
  const [first = "", second] = places;
  const format = second === undefined ? null : importFormat.safeParse(first);
  if (format && !format.success) return `unknown format ${first}: name one of ${FORMATS}`;
  return {
    ...{ format: format?.data ?? null, path: second ?? first, project },
    ...{ ablation: values.get("--ablation") ?? null, url: values.get("--url") ?? null },
    ...{ strict: switches.has("--strict"), json: switches.has("--json") },
  };
}
