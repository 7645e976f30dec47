import { readFileSync } from "node:fs";
import { z } from "zod";

/** How near a computed number must come: |got - expected| <= abs + rel · |expected|. */
export type Tolerance = { abs: number; rel: number };

const tolerance = z.object({ abs: z.number().min(0), rel: z.number().min(0) });
const goldenCase = z.object({
  id: z.string().min(1),
  family: z.string().optional(),
  input: z.unknown(),
  expected: z.unknown(),
  tol: tolerance.optional(),
});
const goldenFile = z.object({ cases: z.array(goldenCase).min(1, "holds no case") });

export type GoldenCase = z.infer<typeof goldenCase>;

/** A file that cannot be used, in a sentence that names it. */
export class GoldenFileError extends Error {}

/** Reads a file of golden cases. Throws GoldenFileError where it is missing, no JSON, or of another shape. */
export function readGoldenFile(path: string): GoldenCase[] {
  const parsed = goldenFile.safeParse(parseJson(path, readText(path)));
  if (parsed.success) return parsed.data.cases;
  const [issue] = parsed.error.issues;
  const where = issue?.path.map(String).join(".") || "the file";
  throw new GoldenFileError(`${path}: not a golden file: ${where}: ${issue?.message ?? "unknown shape"}`);
}

function readText(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch (error) {
    throw new GoldenFileError(`${path}: cannot be read: ${error instanceof Error ? error.message : error}`);
  }
}

function parseJson(path: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new GoldenFileError(`${path}: not JSON: ${error instanceof Error ? error.message : error}`);
  }
}
