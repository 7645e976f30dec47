import type { AblationSpec } from "@/lib/contracts";

/** A spec while it is typed: any number may be missing for a moment. */
export type Draft<T> = T extends number
  ? T | null
  : T extends readonly (infer U)[]
    ? Draft<U>[]
    : T extends object
      ? { [K in keyof T]: Draft<T[K]> }
      : T;
export type SpecDraft = Draft<AblationSpec>;
export type ArmDraft = SpecDraft["arms"][number];

/** A draft may be anything that a spec is. */
export function draftOf(spec: AblationSpec): SpecDraft {
  return structuredClone(spec);
}

/** The value at a dotted path, e.g. "arms.0.training.reward.tau"; undefined where the path leads nowhere. */
export function getAt(value: unknown, path: string): unknown {
  return path.split(".").reduce<unknown>((at, part) => {
    if (typeof at !== "object" || at === null) return undefined;
    return Reflect.get(at, part);
  }, value);
}

/** A copy of `value` with another one at the path; what the path does not touch is shared. `undefined` removes the key. */
export function setAt<T>(value: T, path: string, next: unknown): T {
  return setParts(value, path.split("."), next) as T;
}

function setParts(value: unknown, parts: readonly string[], next: unknown): unknown {
  const [head, ...rest] = parts;
  if (head === undefined) return next;
  const inner = setParts(getAt(value, head), rest, next);
  if (Array.isArray(value)) return value.map((item, i) => (String(i) === head ? inner : item));
  const entries: [string, unknown][] =
    typeof value === "object" && value !== null ? Object.entries(value) : [];
  if (inner === undefined) return Object.fromEntries(entries.filter(([key]) => key !== head));
  // In place, so that rows drawn from a record keep their order while one is edited.
  if (entries.some(([key]) => key === head))
    return Object.fromEntries(entries.map(([key, old]) => [key, key === head ? inner : old]));
  return Object.fromEntries([...entries, [head, inner]]);
}
