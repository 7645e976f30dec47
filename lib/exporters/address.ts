import { type ExportFormat, type ExportOptions, exportOptions, type TraceSelection } from "@/lib/contracts";

/** A selection and some options: what both addresses and commands spell out. */
export type ExportAsked = TraceSelection & Partial<ExportOptions>;

type Pair = [name: string, value: string];

const NO_OPTIONS = exportOptions.parse({});

/** What is asked for beyond the defaults, lists joined by commas. */
function pairsOf(asked: ExportAsked): Pair[] {
  const usual = new Map(Object.entries(NO_OPTIONS).map(([name, value]) => [name, String(value)]));
  return Object.entries(asked)
    .filter(([, value]) => value !== undefined)
    .map(([name, value]): Pair => [name, String(value)])
    .filter(([name, value]) => usual.get(name) !== value);
}

/** The query of GET /api/v1/exports/{format}. */
export function exportQuery(asked: ExportAsked): string {
  return new URLSearchParams(pairsOf(asked)).toString();
}

/** A field's name as the command line has it: minMeanC is --min-mean-c. */
export function flagOf(name: string): string {
  return `--${name.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
}

const PLAIN = /^[\w./:,=@+-]+$/;
/** Within single quotes a POSIX shell takes everything as it is. */
const quoted = (text: string) => (PLAIN.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`);

/** The command that writes the same file. */
export function exportCommandLine(format: ExportFormat, out: string, asked: ExportAsked): string {
  const flags = pairsOf(asked).flatMap(([name, value]) => [flagOf(name), quoted(value)]);
  return ["npm run export --", format, quoted(out), ...flags].join(" ");
}
