import { z } from "zod";
import { homeDir } from "./home-dir";

const blankIsAbsent = (value: unknown) => (value === "" ? undefined : value);
const text = z.preprocess(blankIsAbsent, z.string().optional());

/** A bearer header and a cookie take these as they are, so browsers and scripts can show the same text. */
const TOKEN_TEXT = /^[\w.~+/=-]+$/;
const LOG_LEVELS = ["fatal", "error", "warn", "info", "debug", "trace", "silent"] as const;

const schema = z.object({
  DATABASE_URL: text,
  STEPWELL_HOME: text,
  STEPWELL_PG_SOCKET: text,
  STEPWELL_PG_DATABASE: z.preprocess(blankIsAbsent, z.string().default("stepwell")),
  STEPWELL_TOKEN: z.preprocess(
    blankIsAbsent,
    z
      .string()
      .min(16, "must have at least 16 characters: make one with `openssl rand -hex 32`")
      .max(500, "must have at most 500 characters")
      .regex(TOKEN_TEXT, "may hold only letters, digits and . ~ + / = - _")
      .optional(),
  ),
  /** Host names besides loopback's, separated by commas. */
  STEPWELL_ALLOWED_HOSTS: z.preprocess(blankIsAbsent, z.string().default("")),
  /** Where agents and trainers reach this server, if it is not what they asked for. */
  STEPWELL_PUBLIC_URL: z.preprocess(
    blankIsAbsent,
    z.url({ protocol: /^https?$/, error: "must be a URL such as http://gpu-box:4173" }).optional(),
  ),
  STEPWELL_LOG_LEVEL: z.preprocess(
    blankIsAbsent,
    z.enum(LOG_LEVELS, `must be one of ${LOG_LEVELS.join(", ")}`).optional(),
  ),
  STEPWELL_CODE_VERSION: z.preprocess(blankIsAbsent, z.string().default("unknown")),
  NODE_ENV: z.string().default("development"),
  VITEST: text,
});

export interface Env {
  /** Folder for what the server keeps in files: the artifact store. */
  home: string;
  database: { url: string } | { socketDir: string; database: string } | null;
  token: string | null;
  allowedHosts: string[];
  publicUrl: string | null;
  logLevel: string;
  codeVersion: string;
  production: boolean;
}

/** Reads the environment. Throws one sentence that names every wrong variable. */
export function parseEnv(source: Record<string, string | undefined>): Env {
  const parsed = schema.safeParse(source);
  if (!parsed.success) {
    const wrong = parsed.error.issues.map((issue) => `${issue.path.join(".")} ${issue.message}`);
    throw new Error(`environment: ${wrong.join("; ")}`);
  }
  const env = parsed.data;
  return {
    home: homeDir(env),
    database: databaseOf(env),
    token: env.STEPWELL_TOKEN ?? null,
    allowedHosts: env.STEPWELL_ALLOWED_HOSTS.split(",")
      .map((host) => host.trim().toLowerCase())
      .filter((host) => host !== ""),
    publicUrl: env.STEPWELL_PUBLIC_URL ?? null,
    logLevel: env.STEPWELL_LOG_LEVEL ?? (env.VITEST ? "silent" : "info"),
    codeVersion: env.STEPWELL_CODE_VERSION,
    production: env.NODE_ENV === "production",
  };
}

function databaseOf(env: z.infer<typeof schema>): Env["database"] {
  if (env.DATABASE_URL) return { url: env.DATABASE_URL };
  if (env.STEPWELL_PG_SOCKET)
    return { socketDir: env.STEPWELL_PG_SOCKET, database: env.STEPWELL_PG_DATABASE };
  return null;
}

/** The process's environment, read anew on each call: it is small, and tests change it. */
export function env(): Env {
  return parseEnv(process.env);
}
