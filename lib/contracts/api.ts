import { z } from "zod";
import { ablationSpec } from "./ablation-spec";
import {
  heartbeatAnswer,
  heartbeatRequest,
  leaseAnswer,
  leaseRequest,
  registerAnswer,
  registerRequest,
} from "./agent-api";
import { costBreakdown } from "./costs";
import { eventBatch, eventBatchAnswer } from "./events";
import { controlAnswer, hostControlAnswer, hostHistory, hostList } from "./hosts";
import { resultSetId } from "./ids";
import { launchAnswer, launchPreview } from "./launch-preview";
import { liveQuery } from "./live";
import {
  evaluationPrompts,
  evaluationQuestion,
  evaluationQuestionQuery,
  questionResults,
} from "./question-results";
import { moveAnswer, moveRequest, queueQuery, queueView } from "./queue";
import { replicatedAnswer, replicatedQuery } from "./replicated";
import {
  freezeAnswer,
  freezeRequest,
  freezeSelectionRequest,
  reportDocument,
  reportExport,
  reportsPage,
  reportsQuery,
} from "./report";
import { resultSetAnswer, resultSetDetail, resultSetFile, resultSetList } from "./result-sets";
import { ablationResults, resultSelection } from "./results";
import { runDetail, runHistory, runHistoryQuery, runLog, runLogQuery } from "./run-detail";
import { wholeNumber } from "./scalars";
import { addSeedsAnswer, addSeedsPreview, addSeedsRequest } from "./seed-additions";
import { sensitivityAnswer, sensitivityRequest } from "./sensitivity";
import { seriesAnswer, seriesQuery } from "./series";
import {
  continuationGroups,
  solvabilityGrid,
  traceDetail,
  traceList,
  traceOrigin,
  traceQuery,
} from "./trace-views";
import { whatIfAnswer, whatIfRequest } from "./what-if";
import { ablationDetail, ablationsPage, ablationsQuery, runsPage, runsQuery } from "./workspace";

export type ApiAccess = "public" | "operator" | "agent" | "run";

export interface ApiEndpoint {
  method: "GET" | "POST" | "DELETE";
  /** Path with `{id}` for parameters; also where the route file lies below app/. */
  path: string;
  access: ApiAccess;
  summary: string;
  query?: z.ZodType;
  body?: z.ZodType;
  answer?: z.ZodType;
  /** Codes of lib/domain/errors.ts that a caller should expect, beyond the common ones. */
  errors?: string[];
}

/** Every endpoint of the HTTP surface: docs/api.md is generated from it and a test holds it against the route files. */
export const API: ApiEndpoint[] = [
  {
    method: "POST",
    path: "/api/v1/runs/{id}/events",
    access: "run",
    summary:
      "Stores a batch of events of one run: idempotent by (attempt, kind, seq), all or nothing, gzip welcome.",
    body: eventBatch,
    answer: eventBatchAnswer,
  },
  {
    method: "POST",
    path: "/api/v1/jobs/{id}/events",
    access: "run",
    summary: "The same for a job that belongs to no single run (rewriting).",
    body: eventBatch,
    answer: eventBatchAnswer,
  },
  {
    method: "GET",
    path: "/api/v1/runs/{id}/traces",
    access: "operator",
    summary: "A page of a run's traces without their bodies. Re-run train steps show their latest attempt.",
    query: traceQuery,
    answer: traceList,
  },
  {
    method: "GET",
    path: "/api/v1/runs/{id}/solvability",
    access: "operator",
    summary: "Mean solvability by train step and trace step.",
    query: z.strictObject({ origin: traceOrigin.default("train") }),
    answer: solvabilityGrid,
  },
  {
    method: "GET",
    path: "/api/v1/traces/{id}",
    access: "operator",
    summary: "One trace with its prompt, trace steps, reward parts and group.",
    answer: traceDetail,
  },
  {
    method: "GET",
    path: "/api/v1/traces/{id}/continuations",
    access: "operator",
    summary: "The continuations of one trace step, grouped by final answer.",
    query: z.strictObject({ traceStep: wholeNumber.min(1) }),
    answer: continuationGroups,
  },
  {
    method: "GET",
    path: "/api/v1/ablations/{id}/results",
    access: "operator",
    summary: "Measured accuracies per arm, seed and benchmark, and what each training cost.",
    answer: ablationResults,
  },
  {
    method: "GET",
    path: "/api/v1/results",
    access: "operator",
    summary:
      "The same for any selection: an ablation, runs grouped into arms by everything but the seed, imported results.",
    query: resultSelection,
    answer: ablationResults,
  },
  {
    method: "GET",
    path: "/api/v1/results/questions",
    access: "operator",
    summary: "Every verdict behind the accuracies of a selection: per benchmark, checkpoints x questions.",
    query: resultSelection,
    answer: questionResults,
  },
  {
    method: "GET",
    path: "/api/v1/evaluations/{id}/prompts",
    access: "operator",
    summary: "How each question of an evaluation begins, to be recognised in a list.",
    answer: evaluationPrompts,
  },
  {
    method: "GET",
    path: "/api/v1/evaluations/{id}/questions",
    access: "operator",
    summary: "What one checkpoint answered to one question, decode by decode.",
    query: evaluationQuestionQuery,
    answer: evaluationQuestion,
  },
  {
    method: "GET",
    path: "/api/v1/result-sets",
    access: "operator",
    summary: "Imported result sets, the newest first.",
    answer: resultSetList,
  },
  {
    method: "POST",
    path: "/api/v1/result-sets",
    access: "operator",
    summary: "Imports reported results: 201 where they are new, 200 where the same content is there already.",
    body: resultSetFile,
    answer: resultSetAnswer,
  },
  {
    method: "GET",
    path: "/api/v1/result-sets/{id}",
    access: "operator",
    summary: "An imported set with its file as it was given.",
    answer: resultSetDetail,
  },
  {
    method: "DELETE",
    path: "/api/v1/result-sets/{id}",
    access: "operator",
    summary: "Forgets an imported set; reports keep what they have frozen.",
    answer: z.strictObject({ deleted: resultSetId }),
  },
  {
    method: "GET",
    path: "/api/v1/results/series",
    access: "operator",
    summary:
      "Metric curves of a selection with the seeds of each arm put together: mean, pointwise t band, n and every seed, along train steps, tokens, active or GPU time.",
    query: replicatedQuery,
    answer: replicatedAnswer,
  },
  {
    method: "GET",
    path: "/api/v1/results/costs",
    access: "operator",
    summary: "What every training of a selection cost, measured, with probe, evaluation and rewriting apart.",
    query: resultSelection,
    answer: costBreakdown,
  },
  {
    method: "POST",
    path: "/api/v1/ablations",
    access: "operator",
    summary:
      "Launches an ablation. Under an Idempotency-Key header the same request again launches nothing and answers 200.",
    body: ablationSpec,
    answer: launchAnswer,
    errors: ["conflict"],
  },
  {
    method: "POST",
    path: "/api/v1/ablations/{id}/seeds",
    access: "operator",
    summary:
      "Adds seeds: new warm-ups shared by the arms of their seed, so differences stay paired. The same seeds again answer 200.",
    body: addSeedsRequest,
    answer: addSeedsAnswer,
    errors: ["conflict"],
  },
  {
    method: "POST",
    path: "/api/v1/ablations/{id}/seeds/preview",
    access: "operator",
    summary: "What adding seeds would create and cost, and what is worth knowing before. Writes nothing.",
    body: addSeedsRequest,
    answer: addSeedsPreview,
  },
  {
    method: "POST",
    path: "/api/v1/agents/register",
    access: "agent",
    summary: "Registers a host's agent. Again with the same host name is the same host.",
    body: registerRequest,
    answer: registerAnswer,
  },
  {
    method: "POST",
    path: "/api/v1/agents/{id}/lease",
    access: "agent",
    summary: "Leases the next job that this host may run; each lease mints an attempt with its own token.",
    body: leaseRequest,
    answer: leaseAnswer,
  },
  {
    method: "POST",
    path: "/api/v1/agents/{id}/heartbeat",
    access: "agent",
    summary: "Renews leases, reports what runs and what ended, brings back orders.",
    body: heartbeatRequest,
    answer: heartbeatAnswer,
  },
  {
    method: "GET",
    path: "/api/v1/ablations",
    access: "operator",
    summary: "Ablations with their progress, the newest first.",
    query: ablationsQuery,
    answer: ablationsPage,
  },
  {
    method: "GET",
    path: "/api/v1/ablations/{id}",
    access: "operator",
    summary: "One ablation with its runs, jobs and what they wait for.",
    answer: ablationDetail,
  },
  {
    method: "GET",
    path: "/api/v1/runs",
    access: "operator",
    summary: "The table of runs: filtered, sorted, paged, with latest values of the asked metrics.",
    query: runsQuery,
    answer: runsPage,
  },
  {
    method: "GET",
    path: "/api/v1/runs/{id}",
    access: "operator",
    summary: "One run: its settings, jobs, attempts, checkpoints, cost, and the runs beside it.",
    answer: runDetail,
  },
  {
    method: "GET",
    path: "/api/v1/runs/{id}/log",
    access: "operator",
    summary: "A page of a run's log: its end, or what lies before or after a line.",
    query: runLogQuery,
    answer: runLog,
  },
  {
    method: "GET",
    path: "/api/v1/runs/{id}/history",
    access: "operator",
    summary: "What happened to a run, newest first: status changes, phases, artifacts, refused batches.",
    query: runHistoryQuery,
    answer: runHistory,
  },
  {
    method: "GET",
    path: "/api/v1/runs/{id}/series",
    access: "operator",
    summary: "Metric series of a run at any zoom, and the catalogue of its metrics.",
    query: seriesQuery,
    answer: seriesAnswer,
  },
  {
    method: "GET",
    path: "/api/v1/live",
    access: "operator",
    summary: "Server-sent events that say what is newly stored (lib/contracts/live.ts).",
    query: liveQuery,
  },
  {
    method: "POST",
    path: "/api/v1/ablations/preview",
    access: "operator",
    summary: "What a launch would create, and the tokens and seconds it is expected to cost. Writes nothing.",
    body: ablationSpec,
    answer: launchPreview,
  },
  {
    method: "GET",
    path: "/api/v1/ablations/{id}/spec",
    access: "operator",
    summary: "The launch as it was submitted, to be launched again with changes.",
    answer: ablationSpec,
  },
  {
    method: "POST",
    path: "/api/v1/ablations/{id}/cancel",
    access: "operator",
    summary: "Cancels everything of an ablation that has not ended.",
    answer: controlAnswer,
  },
  {
    method: "POST",
    path: "/api/v1/runs/{id}/cancel",
    access: "operator",
    summary: "Cancels a run: its training, or the evaluation of its checkpoint.",
    answer: controlAnswer,
    errors: ["invalid-transition"],
  },
  {
    method: "POST",
    path: "/api/v1/runs/{id}/retry",
    access: "operator",
    summary: "Queues a failed or cancelled run again, from its last checkpoint.",
    answer: controlAnswer,
    errors: ["invalid-transition", "conflict"],
  },
  {
    method: "POST",
    path: "/api/v1/jobs/{id}/cancel",
    access: "operator",
    summary: "Cancels a job: it alone; what waits for it is skipped.",
    answer: controlAnswer,
    errors: ["invalid-transition"],
  },
  {
    method: "POST",
    path: "/api/v1/jobs/{id}/retry",
    access: "operator",
    summary: "Queues a failed or cancelled job again, from its last checkpoint.",
    answer: controlAnswer,
    errors: ["invalid-transition", "conflict"],
  },
  {
    method: "POST",
    path: "/api/v1/jobs/{id}/move",
    access: "operator",
    summary: "Moves a queued job in the queue, with the queued jobs that it waits for.",
    body: moveRequest,
    answer: moveAnswer,
    errors: ["invalid-transition", "conflict"],
  },
  {
    method: "GET",
    path: "/api/v1/queue",
    access: "operator",
    summary:
      "What runs and what waits, in the order of the queue: why, where, and when it is expected to start.",
    query: queueQuery,
    answer: queueView,
  },
  {
    method: "GET",
    path: "/api/v1/hosts",
    access: "operator",
    summary: "Hosts that agents registered, the last seen first.",
    answer: hostList,
  },
  {
    method: "POST",
    path: "/api/v1/hosts/{id}/pause",
    access: "operator",
    summary: "Gives a host no new jobs until it is resumed; what runs on it goes on.",
    answer: hostControlAnswer,
  },
  {
    method: "POST",
    path: "/api/v1/hosts/{id}/resume",
    access: "operator",
    summary: "Gives a paused or drained host jobs again.",
    answer: hostControlAnswer,
  },
  {
    method: "POST",
    path: "/api/v1/hosts/{id}/drain",
    access: "operator",
    summary: "Gives a host no new jobs and says when the last one on it has ended: then it is drained.",
    answer: hostControlAnswer,
  },
  {
    method: "DELETE",
    path: "/api/v1/hosts/{id}",
    access: "operator",
    summary:
      "Removes a host that runs nothing and whose agent is stopped. Jobs launched for it may run anywhere then; an agent that registers under its name brings it back.",
    answer: hostControlAnswer,
    errors: ["conflict"],
  },
  {
    method: "GET",
    path: "/api/v1/hosts/{id}/events",
    access: "operator",
    summary: "What was done to a host and which agents registered it, the latest first.",
    answer: hostHistory,
  },
  {
    method: "GET",
    path: "/api/v1/health",
    access: "public",
    summary: "Whether the server and its database answer.",
    answer: z.strictObject({ ok: z.literal(true), version: z.string() }),
    errors: ["database-unavailable"],
  },
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
  {
    method: "POST",
    path: "/api/v1/what-if",
    access: "operator",
    summary:
      "Rescores every stored response of a selection under changed reward settings, each arm against its own: rewards, advantages, groups without signal, flipped signs, the largest changes. Nothing is sampled or trained.",
    body: whatIfRequest,
    answer: whatIfAnswer,
  },
  {
    method: "POST",
    path: "/api/v1/sensitivity",
    access: "operator",
    summary:
      "How much each arm's stored rewards depend on the number of continuations (exact below M, a labelled forecast above), τ, K_max and on what lost continuations are taken for.",
    body: sensitivityRequest,
    answer: sensitivityAnswer,
  },
];
