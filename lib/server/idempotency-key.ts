import { AppError } from "@/lib/domain/errors";

const HEADER = "Idempotency-Key";
/** Visible ASCII, long enough that two clients do not choose the same by chance. */
const USABLE = /^[\x21-\x7e]{8,200}$/;

/**
 * The client's own name for what it asks, the same for every try at it; undefined without one. Throws
 * `invalid-request` for one that is too short to be anybody's own.
 */
export function idempotencyKeyOf(request: Request): string | undefined {
  const key = request.headers.get(HEADER);
  if (key === null || USABLE.test(key)) return key ?? undefined;
  const message = "8 to 200 visible ASCII characters without blanks, e.g. a UUID";
  throw new AppError("invalid-request", {
    detail: `${HEADER}: ${message}`,
    fields: [{ path: HEADER, message }],
  });
}
