import {
  explorerBreaks,
  explorerFacets,
  explorerHeatmap,
  explorerHeatmapQuery,
  explorerHits,
  explorerHitsQuery,
  explorerQuery,
  explorerRows,
} from "../explorer";
import { traceSelection } from "../trace-selection";
import type { ApiEndpoint } from "./endpoint";

/** Traces of a project, whichever run or import they come from. */
export const EXPLORER_API: ApiEndpoint[] = [
  {
    method: "GET",
    path: "/api/v1/explorer/traces",
    access: "operator",
    summary:
      "A window of the traces of a selection, in a fixed order, without their bodies, and how many there are.",
    query: explorerQuery,
    answer: explorerRows,
  },
  {
    method: "GET",
    path: "/api/v1/explorer/heatmap",
    access: "operator",
    summary: "All traces of a selection by trace step, in the order of the list, pooled to lines.",
    query: explorerHeatmapQuery,
    answer: explorerHeatmap,
  },
  {
    method: "GET",
    path: "/api/v1/explorer/facets",
    access: "operator",
    summary: "What a selection holds: runs, arms, outcomes, fates and so on, each with its number of traces.",
    query: traceSelection,
    answer: explorerFacets,
  },
  {
    method: "GET",
    path: "/api/v1/explorer/breaks",
    access: "operator",
    summary: "Where the traces of a selection break, and verdicts against processes.",
    query: traceSelection,
    answer: explorerBreaks,
  },
  {
    method: "GET",
    path: "/api/v1/explorer/hits",
    access: "operator",
    summary:
      "Where traces hold the words of a search: prompt, trace step or continuation, with the places to mark.",
    query: explorerHitsQuery,
    answer: explorerHits,
  },
];
