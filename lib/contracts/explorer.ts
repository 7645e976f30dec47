import { z } from "zod";
import { ablationId, importId, projectId, reviewSetId, runId, scorerId, traceId } from "./ids";
import { count, wholeNumber } from "./scalars";
import { processVerdict, scorerKind, scoreSource, traceFate } from "./scores";
import { finishReason } from "./trace-event";
import { explorerRow, explorerSort, traceSelection } from "./trace-selection";
import { traceOrigin } from "./trace-views";

const order = {
  sort: explorerSort.default("trainStep"),
  order: z.enum(["asc", "desc"]).default("desc"),
};

/** Query of GET /api/v1/explorer/traces: a window of the list. Unknown values come last in either order. */
export const explorerQuery = traceSelection.extend({
  ...order,
  offset: z.coerce.number().int().min(0).max(100_000_000).default(0),
  limit: z.coerce.number().int().min(1).max(500).default(100),
});
export type ExplorerQuery = z.infer<typeof explorerQuery>;

export const explorerRows = z.strictObject({
  rows: z.array(explorerRow),
  total: count.describe("traces of the selection, counted"),
});
export type ExplorerRows = z.infer<typeof explorerRows>;

/** Query of GET /api/v1/explorer/heatmap. */
export const explorerHeatmapQuery = traceSelection.extend({
  ...order,
  bins: z.coerce.number().int().min(1).max(2_000).default(1_000).describe("lines at most"),
});
export type ExplorerHeatmapQuery = z.infer<typeof explorerHeatmapQuery>;

/** The whole selection in the order of the list, pooled to at most so many lines; a line of one trace is exact. */
export const explorerHeatmap = z.strictObject({
  total: count,
  stepsMax: count.describe("trace steps of the longest line; later than 128 are left out"),
  bins: z.array(
    z.strictObject({
      from: count.describe("place in the list, from 0"),
      to: count.describe("one past the last place"),
      /** By trace step, i = 1 first, up to the line's longest trace. */
      cells: z.array(
        z.strictObject({
          mean: z.number().nullable().describe("mean c_i of the scored traces"),
          scored: count,
          missing: count,
          notScored: count,
        }),
      ),
    }),
  ),
});
export type ExplorerHeatmap = z.infer<typeof explorerHeatmap>;

const counted = <T extends z.ZodType>(value: T) => z.array(z.strictObject({ value, count }));
const named = <T extends z.ZodType>(id: T) => z.array(z.strictObject({ id, name: z.string(), count }));

/** GET /api/v1/explorer/facets: what a selection holds, so that filters offer only what exists. */
export const explorerFacets = z.strictObject({
  project: z.strictObject({ id: projectId, name: z.string() }).nullable(),
  projects: named(projectId).describe("newest first, with all the traces that are stored in each"),
  total: count,
  ablations: named(ablationId),
  runs: z.array(
    z.strictObject({ id: runId, name: z.string(), ablationId, armKey: z.string().nullable(), count }),
  ),
  arms: z.array(z.strictObject({ key: z.string(), name: z.string(), count })),
  imports: named(importId),
  scorers: z.array(
    z.strictObject({ id: scorerId, kind: scorerKind, name: z.string(), version: z.string(), count }),
  ),
  reviewSets: named(reviewSetId),
  /** Null where it is unknown. */
  origins: counted(traceOrigin),
  outcomes: counted(z.enum(["right", "wrong", "unknown"])),
  finishes: counted(finishReason.nullable()),
  formats: counted(z.enum(["valid", "invalid"])),
  fates: counted(traceFate.nullable()),
  scoreSources: counted(scoreSource.nullable()),
  labelled: counted(z.enum(["yes", "no"])),
  disagreeing: count.describe("traces about which at least two scorers speak"),
  stepsMax: count,
  stepsUsual: count.describe("99 of 100 traces have no more trace steps"),
  trainSteps: z.strictObject({ first: count, last: count }).nullable(),
});
export type ExplorerFacets = z.infer<typeof explorerFacets>;

const process = processVerdict.nullable();
const matrix = z.array(z.strictObject({ outcome: z.enum(["right", "wrong", "unknown"]), process, count }));

/**
 * GET /api/v1/explorer/breaks: where the traces of a selection break. Every count is that of the selection narrowed by the
 * field it is named after: `firstDropStep`, `lostStep`, `fate`, `outcome` with `process` or `humanProcess`.
 */
export const explorerBreaks = z.strictObject({
  total: count,
  scored: count.describe("traces with at least one c_i"),
  largeDrop: z.number().describe("what counts as a large drop"),
  /** Traces whose c_i never falls by that much. */
  withoutDrop: count,
  fates: z.array(z.strictObject({ fate: traceFate.nullable(), count })),
  steps: z.array(
    z.strictObject({
      traceStep: count,
      scored: count,
      missing: count,
      notScored: count,
      prompts: count.describe("clusters of the interval"),
      meanC: z.number().nullable(),
      low: z.number().nullable().describe("95%, clustered by prompt; null below two prompts"),
      high: z.number().nullable(),
      firstDrops: count,
      lost: count,
    }),
  ),
  byC: matrix,
  byPeople: matrix,
});
export type ExplorerBreaks = z.infer<typeof explorerBreaks>;

/** Query of GET /api/v1/explorer/hits. */
export const explorerHitsQuery = traceSelection
  .pick({ text: true, traces: true })
  .required()
  .extend({ each: wholeNumber.min(1).max(100).default(3).describe("hits of a trace at most") });
export type ExplorerHitsQuery = z.infer<typeof explorerHitsQuery>;

export const searchHit = z.strictObject({
  where: z.enum(["prompt", "response", "continuation"]),
  traceStep: count.nullable().describe("null: in the prompt, or in the response outside its trace steps"),
  continuation: count.nullable().describe("its number after the trace step, from 0"),
  excerpt: z.string().describe("plain text, as it was written"),
  marks: z.array(z.tuple([count, count])).describe("code points of the excerpt, half-open"),
});
export type SearchHit = z.infer<typeof searchHit>;

export const explorerHits = z.strictObject({
  traces: z.array(z.strictObject({ id: traceId, hits: z.array(searchHit), more: z.boolean() })),
});
export type ExplorerHits = z.infer<typeof explorerHits>;
