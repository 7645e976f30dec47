import {
  detectImportAnswer,
  detectImportBody,
  importFormats,
  importList,
  importProblemList,
  importProblemsQuery,
  importsQuery,
  importView,
  newImport,
  uploadPieceAnswer,
  uploadState,
} from "../imports";
import type { ApiEndpoint } from "./endpoint";

/** Traces from elsewhere: announce, send, start, watch. */
export const IMPORTS_API: ApiEndpoint[] = [
  {
    method: "GET",
    path: "/api/v1/imports",
    access: "operator",
    summary: "Imports of all projects, the newest first, each with its health report.",
    query: importsQuery,
    answer: importList,
  },
  {
    method: "GET",
    path: "/api/v1/imports/formats",
    access: "operator",
    summary: "Every format that can be imported.",
    answer: importFormats,
  },
  {
    method: "POST",
    path: "/api/v1/imports/detect",
    access: "operator",
    summary: "Which format files are of, by their beginnings. Stores nothing.",
    body: detectImportBody,
    answer: detectImportAnswer,
  },
  {
    method: "POST",
    path: "/api/v1/imports",
    access: "operator",
    summary:
      "Announces an upload and answers what is here of it. The same announcement again finds the upload that broke off.",
    body: newImport,
    answer: uploadState,
  },
  {
    method: "GET",
    path: "/api/v1/imports/{id}",
    access: "operator",
    summary: "One import: how far it is, and its health report once everything was read.",
    answer: importView,
  },
  {
    method: "GET",
    path: "/api/v1/imports/{id}/upload",
    access: "operator",
    summary: "How many bytes of each announced file are here.",
    answer: uploadState,
    errors: ["conflict"],
  },
  {
    method: "PUT",
    path: "/api/v1/imports/{id}/files/{index}",
    access: "operator",
    summary:
      "Takes a piece of the file at that place of the announcement, from byte `upload-offset` (a header) on. Sent again it changes nothing.",
    answer: uploadPieceAnswer,
    errors: ["conflict", "storage-full", "too-many-requests"],
  },
  {
    method: "POST",
    path: "/api/v1/imports/{id}/start",
    access: "operator",
    summary:
      "Imports an upload that is complete, in the background. Answers the import it became: an earlier one where the same files were imported to the same place before.",
    answer: importView,
    errors: ["conflict"],
  },
  {
    method: "POST",
    path: "/api/v1/imports/{id}/cancel",
    access: "operator",
    summary: "Ends an import after the batch it is at. What was stored until then stays.",
    answer: importView,
  },
  {
    method: "GET",
    path: "/api/v1/imports/{id}/problems",
    access: "operator",
    summary:
      "Records that were refused, unjoined or repeated, with file, line and reason, in the order they were met; at most 10,000 are listed.",
    query: importProblemsQuery,
    answer: importProblemList,
  },
];
