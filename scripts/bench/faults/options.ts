import { parseArgs } from "node:util";
import { z } from "zod";
import { LAUNCHER_NAMES } from "@/lib/contracts/launchers";

const whole = z.coerce.number().int().min(0);

const schema = z.strictObject({
  launcher: z
    .string()
    .default("local")
    .transform((text) => (text === "all" ? [...LAUNCHER_NAMES] : text.split(",")))
    .pipe(z.array(z.enum(LAUNCHER_NAMES)).min(1)),
  faults: whole.default(60),
  seed: whole.default(1),
  real: whole.default(1),
  python: z.string().default(process.env.STEPWELL_PYTHON ?? ""),
  outage: z.boolean().default(false),
  minutes: z
    .string()
    .default("10,10")
    .transform((text) => text.split(",").map(Number))
    .pipe(z.array(z.number().min(0.1)).min(1)),
  json: z.string().default(""),
  report: z.string().default(""),
});
export type FaultOptions = z.output<typeof schema>;

export const USAGE = `npm run bench:faults -- [options]

  --launcher NAMES   ${LAUNCHER_NAMES.join(", ")} or several with commas, or all (default: local)
  --faults N         faults for each launcher (default: 60)
  --seed N           which faults, in which order (default: 1)
  --real N           ablations of the real tiny trainer that run through them (default: 1)
  --python FILE      a Python with the trainer's packages, for the real one (default: $STEPWELL_PYTHON)
  --json FILE        writes the results there as well
  --report FILES     only shows what earlier runs have written, taken together (with commas)
  --outage           instead: a time without a server, and what it costs a real trainer
  --minutes N,N      how long each time is, the two sides taking turns (default: 10,10)`;

/** Reads the command line. @throws with one line for each option that is wrong */
export function parseFaultOptions(argv: readonly string[]): FaultOptions {
  const options = Object.fromEntries(
    Object.keys(schema.shape).map((name) => [
      name,
      { type: name === "outage" ? ("boolean" as const) : ("string" as const) },
    ]),
  );
  const { values } = parseArgs({ args: [...argv], options, strict: true });
  const parsed = schema.safeParse(values);
  if (parsed.success) return parsed.data;
  throw new Error(
    parsed.error.issues.map((issue) => `--${issue.path.join(".")}: ${issue.message}`).join("\n"),
  );
}
