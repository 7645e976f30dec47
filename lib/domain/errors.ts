/** What each error code means to whoever meets it. One row per code; the page /docs/errors is drawn from it. */
export interface ErrorInfo {
  status: number;
  title: string;
  hint: string;
  /** Whether sending the same request again later can succeed. */
  retryable: boolean;
}

const entry = (status: number, title: string, hint: string, retryable = false): ErrorInfo => ({
  status,
  title,
  hint,
  retryable,
});

export const ERRORS = {
  "invalid-request": entry(
    400,
    "The request is not valid",
    "Mend the fields that are listed and send it again.",
  ),
  "not-json": entry(400, "The body is not JSON", "Send one JSON value, in UTF-8."),
  "bad-encoding": entry(400, "The body cannot be decompressed", "Send plain JSON, or gzip that is whole."),
  unauthenticated: entry(401, "No valid token", "Send a token that exists and was not revoked, as a bearer."),
  forbidden: entry(403, "This token may not do that", "Use a token whose scope and subject allow it."),
  "wrong-host": entry(
    403,
    "The Host header is not one of this server",
    "Use localhost, or name the host in STEPWELL_ALLOWED_HOSTS.",
  ),
  "wrong-origin": entry(
    403,
    "The request comes from another web site",
    "Open Stepwell's own pages, or send the request with a token.",
  ),
  "not-found": entry(404, "There is no such thing here", "Check the id; it may belong to another server."),
  conflict: entry(409, "This cannot be done now", "Read the detail, load the page again and decide anew."),
  "invalid-transition": entry(
    409,
    "This status does not allow it",
    "Load the page again: the run or job has moved on since.",
  ),
  "body-too-large": entry(413, "The body is too large", "Send less at once: split the batch."),
  "range-not-satisfiable": entry(
    416,
    "The file has no such part",
    "Ask for one part that begins before its end, or for all of it.",
  ),
  "unsupported-media-type": entry(415, "Only JSON is read here", "Send Content-Type: application/json."),
  "too-many-requests": entry(429, "Too many requests", "Wait for the time in Retry-After.", true),
  "unreadable-report": entry(
    500,
    "This report cannot be read",
    "It was changed since it was frozen, or comes from a newer Stepwell: freeze a new one.",
  ),
  internal: entry(
    500,
    "Stepwell failed",
    "Send it again; if it stays, look for the request id in the log.",
    true,
  ),
  "agent-files-missing": entry(
    503,
    "The agent's files were not made",
    "Run `npm run build:agent` where the server runs; `npm start` does so by itself.",
    true,
  ),
  "storage-full": entry(
    507,
    "The server's disk is full",
    "Free some space below the server's home folder; it is tried again by itself.",
    true,
  ),
  "database-unavailable": entry(
    503,
    "The database does not answer",
    "It is tried again by itself; or run doctor.",
    true,
  ),
} as const satisfies Record<string, ErrorInfo>;

export type ErrorCode = keyof typeof ERRORS;

/** A field of the request and what to change about it. The path is dotted, e.g. `arms.0.training.reward.tau`. */
export interface FieldError {
  path: string;
  message: string;
}

export interface ErrorDetails {
  /** One sentence about this very case, shown to people. */
  detail?: string;
  fields?: FieldError[];
  retryAfterMs?: number;
}

/** Every refusal that has a name. Anything else that is thrown is a fault of ours and answers as `internal`. */
export class AppError extends Error {
  readonly code: ErrorCode;
  readonly details: ErrorDetails;

  constructor(code: ErrorCode, details: ErrorDetails | string = {}, cause?: unknown) {
    const known = typeof details === "string" ? { detail: details } : details;
    super(known.detail ?? ERRORS[code].title, cause === undefined ? undefined : { cause });
    this.name = "AppError";
    this.code = code;
    this.details = known;
  }

  get info(): ErrorInfo {
    return ERRORS[this.code];
  }
}

/** A 404 that says what was looked for. */
export function notFound(what: string, id: string): AppError {
  return new AppError("not-found", `no ${what} ${id}`);
}
