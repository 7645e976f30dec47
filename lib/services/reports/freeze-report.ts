import type { Db, Queryable } from "@/db/client";
import { type ReportScope, selectLaunch } from "@/db/queries/report-facts";
import { insertReportOnce } from "@/db/queries/reports";
import {
  ablationSpec,
  type FreezeAnswer,
  type ReportContent,
  type ResultSelection,
  reportContent,
} from "@/lib/contracts";
import { notFound } from "@/lib/domain/errors";
import { newId } from "@/lib/domain/ids";
import { routes } from "@/lib/domain/routes";
import { conclude, STATISTICS_VERSION } from "@/lib/reports/conclude";
import { conclusionValuesOf } from "@/lib/reports/conclusion-values";
import { digestOf } from "@/lib/reports/digest";
import { CONTENT_VERSION } from "@/lib/reports/read-content";
import { getQuestionResults } from "@/lib/services/results/get-question-results";
import { getResults } from "@/lib/services/results/get-results";
import { DEFAULT_COMPARE_OPTIONS, RANDOM_METHOD } from "@/lib/stats";
import { readCosts } from "../costs/read-costs";
import { gatherCurves } from "./gather-curves";
import { gatherHealth } from "./gather-health";
import { gatherResponses } from "./gather-responses";
import { gatherRuns } from "./gather-runs";
import { gatherVersions } from "./gather-versions";

export interface FreezeInput {
  selection: ResultSelection;
  /** The author's own words. */
  claim: string;
  /** Version of this server, kept beside the report. */
  codeVersion: string;
}

/** Seed of whatever a report resamples, so that it comes out the same wherever it is computed again. */
const GENERATOR_SEED = 1;

const { level, alpha, power, delta } = DEFAULT_COMPARE_OPTIONS;

async function launchOf(db: Queryable, ablationId: string | undefined) {
  const launch = ablationId === undefined ? null : await selectLaunch(db, ablationId);
  return {
    description: launch?.description ?? "",
    launchedAt: launch?.createdAt.toISOString() ?? null,
    spec: launch ? ablationSpec.parse(launch.spec) : null,
  };
}

/** The facts of a selection as they stand now, with what they support. Throws `not-found`. */
async function contentOf(db: Queryable, { selection, claim }: FreezeInput): Promise<ReportContent> {
  const results = await getResults(db, selection);
  if (!results) throw notFound("selection", JSON.stringify(selection));
  const scope: ReportScope = { ablationId: selection.ablation ?? null, runIds: selection.runs };
  const runs = await gatherRuns(db, scope, results);
  const questions = (await getQuestionResults(db, selection)) ?? { tables: [] };
  const costs = await readCosts(db, selection);
  if (!costs) throw notFound("selection", JSON.stringify(selection));
  const statistics = {
    version: STATISTICS_VERSION,
    options: { level, alpha, power, delta },
    generator: RANDOM_METHOD,
    generatorSeed: GENERATOR_SEED,
  };
  const conclusions = conclude({ results, questions, costs, statistics });
  const values = conclusionValuesOf(conclusions);
  const { recomputed, sensitivity } = await gatherResponses(db, selection, GENERATOR_SEED);
  const launch = await launchOf(db, selection.ablation);
  return reportContent.parse({
    schemaVersion: CONTENT_VERSION,
    selection,
    name: results.name,
    claim,
    ...launch,
    statistics,
    results,
    questions,
    curves: await gatherCurves(db, selection),
    costs,
    sensitivity,
    health: { ...(await gatherHealth(db, scope, runs)), recomputed },
    runs,
    versions: await gatherVersions(db, scope, runs),
    conclusions: { sha256: digestOf(values), sentences: conclusions.sentences, values },
  });
}

/**
 * Freezes what is known of a selection at one moment: all facts are read in one snapshot, so that work which goes on
 * meanwhile cannot make them contradict each other. Where nothing has changed since an earlier report, that one is
 * answered. Throws `not-found`.
 */
export async function freezeReport(db: Db, input: FreezeInput): Promise<FreezeAnswer> {
  const content = await db.transaction((tx) => contentOf(tx, input), {
    isolationLevel: "repeatable read",
    accessMode: "read only",
  });
  const { row, created } = await insertReportOnce(db, {
    id: newId("report"),
    ablationId: input.selection.ablation ?? null,
    title: content.name,
    content,
    contentSha256: digestOf(content),
    codeVersion: input.codeVersion,
  });
  return { id: row.id, url: routes.report(row.id), created };
}
