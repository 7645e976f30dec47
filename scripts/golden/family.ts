import type { z } from "zod";

/** Evaluates the input of one case; throws where the input is not of the family's shape. */
export type Family = (input: unknown) => unknown;

/** A family from the shape of its input and the library function that answers it. */
export function family<S extends z.ZodType>(shape: S, evaluate: (input: z.output<S>) => unknown): Family {
  return (input) => {
    const parsed = shape.safeParse(input);
    if (parsed.success) return evaluate(parsed.data);
    const [issue] = parsed.error.issues;
    throw new TypeError(
      `input ${issue?.path.map(String).join(".") ?? ""}: ${issue?.message ?? "of another shape"}`,
    );
  };
}
