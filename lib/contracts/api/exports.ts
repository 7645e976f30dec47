import { exportFormats, exportPreview, exportProvenance, exportRequest } from "../exports";
import type { ApiEndpoint } from "./endpoint";

/** Traces as files. */
export const EXPORTS_API: ApiEndpoint[] = [
  {
    method: "GET",
    path: "/api/v1/exports",
    access: "operator",
    summary: "The formats that traces can be exported in.",
    answer: exportFormats,
  },
  {
    method: "GET",
    path: "/api/v1/exports/{format}",
    access: "operator",
    summary:
      "The traces of a selection as a file, streamed; its Link header names its provenance. A stream that breaks off is no whole file.",
    query: exportRequest,
  },
  {
    method: "GET",
    path: "/api/v1/exports/{format}/provenance",
    access: "operator",
    summary:
      "Which traces are in that file, whose labels, how they were turned into its format, and what was left out.",
    query: exportRequest,
    answer: exportProvenance,
  },
  {
    method: "POST",
    path: "/api/v1/exports/{format}/preview",
    access: "operator",
    summary:
      "The same counts before the download, of what can be read in three seconds, and the file's beginning.",
    body: exportRequest,
    answer: exportPreview,
  },
];
