export const IMPORT_USAGE = `npm run import-results -- FILE [options]
  imports reported results into the running Stepwell: a JSON file of the contract, or CSV with the columns
  arm, benchmark, questions, percent, correct (docs/imported-results.md).
  --name TEXT      CSV: what to call the set (the file's name if absent)
  --source TEXT    CSV: where the numbers stand, e.g. a paper and its table (the file's name if absent)
  --note TEXT      CSV: what a reader should know
  --baseline ARM   CSV: the arm that others are compared with, as it is written there
  --url ADDRESS    of the server (the one that runs from this home if absent)
  --json           prints the answer as JSON
  Exit status: 0 imported or there already, 1 the server refused, 2 the file or an option cannot be used.`;

const WITH_VALUE = ["name", "source", "note", "baseline", "url"] as const;
type WithValue = (typeof WITH_VALUE)[number];

export interface ImportOptions extends Partial<Record<WithValue, string>> {
  file: string;
  json: boolean;
}

/** The command line as options, or a sentence about what is wrong with it. */
export function importOptions(argv: readonly string[]): ImportOptions | string {
  const values: Partial<Record<WithValue, string>> = {};
  const files: string[] = [];
  let json = false;
  for (let i = 0; i < argv.length; i++) {
    const argument = argv[i] ?? "";
    const name = WITH_VALUE.find((each) => argument === `--${each}`);
    if (name) {
      const value = argv[++i];
      if (value === undefined) return `${argument} needs a value`;
      values[name] = value;
    } else if (argument === "--json") json = true;
    else if (argument.startsWith("-")) return `unknown option ${argument}`;
    else files.push(argument);
  }
  const [file] = files;
  if (file === undefined || files.length > 1) return "name one file";
  return { ...values, file, json };
}
