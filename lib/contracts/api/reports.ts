import { z } from "zod";
import {
  freezeAnswer,
  freezeRequest,
  freezeSelectionRequest,
  reportDocument,
  reportExport,
  reportsPage,
  reportsQuery,
} from "../report";
import type { ApiEndpoint } from "./endpoint";

/** Frozen reports. */
export const REPORTS_API: ApiEndpoint[] = [
  {
    method: "POST",
    path: "/api/v1/ablations/{id}/reports",
    access: "operator",
    summary:
      "Freezes a report of an ablation: its facts at this moment. 200 with the earlier one where nothing has changed.",
    body: freezeRequest,
    answer: freezeAnswer,
  },
  {
    method: "POST",
    path: "/api/v1/reports",
    access: "operator",
    summary: "The same for any selection.",
    body: freezeSelectionRequest,
    answer: freezeAnswer,
  },
  {
    method: "GET",
    path: "/api/v1/reports",
    access: "operator",
    summary: "Frozen reports, the newest first.",
    query: reportsQuery,
    answer: reportsPage,
  },
  {
    method: "GET",
    path: "/api/v1/reports/{id}",
    access: "operator",
    summary: "One report as it was frozen; `npm run report` computes its conclusions again from it.",
    answer: reportDocument,
  },
  {
    method: "DELETE",
    path: "/api/v1/reports/{id}",
    access: "operator",
    summary: "Deletes a report.",
    answer: z.strictObject({ deleted: z.literal(true) }),
  },
  {
    method: "GET",
    path: "/api/v1/reports/{id}/export",
    access: "operator",
    summary: "A report as a file: JSON with all counts, or its tables as CSV or LaTeX.",
    query: reportExport,
    errors: ["unreadable-report"],
  },
];
