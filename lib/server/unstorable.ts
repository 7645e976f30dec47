import { AppError, type FieldError } from "@/lib/domain/errors";
import { isUnstorable } from "@/lib/domain/stored-text";

const MOST_FIELDS = 100;

function fieldsOf(value: unknown, path: string): FieldError[] {
  if (typeof value === "string")
    return isUnstorable(value)
      ? [{ path, message: "must not hold U+0000 or half of a surrogate pair: they cannot be stored" }]
      : [];
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => {
    const below = path ? `${path}.${key}` : key;
    return isUnstorable(key) ? fieldsOf(key, below) : fieldsOf(inner, below);
  });
}

/**
 * Passes on what a contract let through, unless Postgres would refuse one of its texts.
 *
 * Throws `invalid-request` that names every such field: from the database it would look like a fault of ours.
 */
export function refuseUnstorable<T>(value: T): T {
  const fields = fieldsOf(value, "").slice(0, MOST_FIELDS);
  if (fields.length === 0) return value;
  const named = fields.slice(0, 3).map((field) => `${field.path}: ${field.message}`);
  throw new AppError("invalid-request", { detail: named.join("; "), fields });
}
