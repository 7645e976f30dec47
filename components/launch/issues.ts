import type { z } from "zod";
import { type AblationSpec, ablationSpec, type Problem } from "@/lib/contracts";
import { checkLaunch } from "@/lib/domain/check-launch";
import { checkPlaces, type PlaceHost } from "@/lib/domain/check-places";
import { getAt, type SpecDraft } from "./draft";

/** What is wrong, by dotted path of the field. */
export type Issues = ReadonlyMap<string, string>;

export interface Checked {
  issues: Issues;
  /** The spec, if nothing is wrong with it. */
  spec: AblationSpec | null;
}

type Issue = z.core.$ZodIssue;

/** A sentence a person can act on, for the issues that numbers and texts have. */
function wordsOf(issue: Issue, value: unknown): string {
  if (value === null || value === undefined) return "a value is needed";
  if (issue.code === "too_small") {
    if (typeof value === "string") return "a text is needed";
    if (Array.isArray(value)) return `at least ${issue.minimum}`;
    return issue.inclusive === false ? `must be more than ${issue.minimum}` : `at least ${issue.minimum}`;
  }
  if (issue.code === "too_big") {
    if (typeof value === "string") return `at most ${issue.maximum} characters`;
    return `at most ${issue.maximum}`;
  }
  if (issue.code === "invalid_type" && typeof value === "number") return "a whole number is needed";
  if (issue.code === "invalid_format" && issue.format === "url")
    return "an address like http://host:port is needed";
  return issue.message;
}

/** Checks a draft with the very contract and rules that the server applies. `hosts`: those that can be chosen. */
export function checkDraft(draft: SpecDraft, hosts: readonly PlaceHost[]): Checked {
  const parsed = ablationSpec.safeParse(draft);
  const issues = new Map<string, string>();
  if (!parsed.success) {
    for (const issue of parsed.error.issues) {
      const path = issue.path.join(".");
      if (!issues.has(path)) issues.set(path, wordsOf(issue, getAt(draft, path)));
    }
    return { issues, spec: null };
  }
  for (const { path, message } of [...checkLaunch(parsed.data), ...checkPlaces(parsed.data, hosts)])
    if (!issues.has(path)) issues.set(path, message);
  return { issues, spec: issues.size === 0 ? parsed.data : null };
}

/** What the server refused, by path. */
export function serverIssues(problem: Problem): Issues {
  return new Map(problem.fields.map((f) => [f.path, f.message]));
}
