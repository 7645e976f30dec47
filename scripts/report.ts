import { reportCommand } from "./lib/report-command";

const { status, out, error } = reportCommand(process.argv.slice(2));
process.stdout.write(out);
process.stderr.write(error);
process.exitCode = status;
