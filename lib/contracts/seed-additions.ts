import { z } from "zod";
import { ablationId } from "./ids";
import { launchPreview } from "./launch-preview";
import { count, isoTime, seed } from "./scalars";

/** A fact of the trainings (a package's version, a device) that the added seeds do not share with the first ones. */
const environmentDifference = z.strictObject({
  fact: z.string(),
  first: z.array(z.string()).describe("values of the seeds of the launch"),
  added: z.array(z.string()).describe("values of the added seeds"),
});
export type EnvironmentDifference = z.infer<typeof environmentDifference>;

/**
 * Seeds that were added to an ablation after its launch, as recorded then. Whether to add was decided with what was
 * known at that moment: seeds added after looking at results are optional stopping.
 */
export const seedAddition = z.strictObject({
  at: isoTime,
  seeds: z.array(seed),
  seedsBefore: count.describe("S before the addition"),
  finishedSeeds: count.describe("seeds of which every evaluation had ended well then"),
  evaluationsKnown: count.describe("complete evaluations that could be looked at then"),
  codeVersion: z.string().describe("version of Stepwell that added them"),
  launchCodeVersion: z.string().describe("version that launched the first seeds"),
  rewrite: z
    .enum(["reused", "again", "none"])
    .describe(
      "the traces of the warm-ups: those of the first seeds, written again, or none (nothing warms up)",
    ),
  environmentDifferences: z
    .array(environmentDifference)
    .describe("as far as trainings of both have reported; empty where nothing differs"),
});
export type SeedAddition = z.infer<typeof seedAddition>;

/** POST /api/v1/ablations/{id}/seeds: either the seeds themselves or how many. */
export const addSeedsRequest = z
  .strictObject({
    seeds: z.array(seed).min(1).max(64).optional(),
    count: z
      .int()
      .min(1)
      .max(64)
      .optional()
      .describe("the next seeds after the largest; needs an Idempotency-Key"),
    rewrite: z
      .enum(["reuse", "again"])
      .default("reuse")
      .describe("again: the rewritten traces are gone from their host"),
  })
  .superRefine(({ seeds, count: many }, ctx) => {
    if ((seeds === undefined) === (many === undefined))
      ctx.addIssue({ code: "custom", path: ["seeds"], message: "give either seeds or count" });
    const twice = seeds?.findIndex((each, i) => seeds.indexOf(each) !== i) ?? -1;
    if (twice >= 0) ctx.addIssue({ code: "custom", path: ["seeds", twice], message: "each seed once" });
  });
export type AddSeedsRequest = z.infer<typeof addSeedsRequest>;

/** What was (or would be) added, with what is worth knowing about it. */
export const addSeedsAnswer = z.strictObject({
  id: ablationId,
  url: z.string(),
  apiUrl: z.string(),
  addition: seedAddition,
  runs: count,
  jobs: count,
});
export type AddSeedsAnswer = z.infer<typeof addSeedsAnswer>;

/** POST /api/v1/ablations/{id}/seeds/preview. */
export const addSeedsPreview = z.strictObject({
  addition: seedAddition,
  preview: launchPreview,
  /** Whether the traces of the first seeds can be reused, and if not, why they are written again. */
  tracesNote: z.string(),
  warnings: z.array(z.string()),
});
export type AddSeedsPreview = z.infer<typeof addSeedsPreview>;
