import { z } from "zod";
import { costBreakdown } from "../costs";
import { resultSetId } from "../ids";
import {
  evaluationPrompts,
  evaluationQuestion,
  evaluationQuestionQuery,
  questionResults,
} from "../question-results";
import { replicatedAnswer, replicatedQuery } from "../replicated";
import { resultSetAnswer, resultSetDetail, resultSetFile, resultSetList } from "../result-sets";
import { ablationResults, resultSelection } from "../results";
import { sensitivityAnswer, sensitivityRequest } from "../sensitivity";
import { whatIfAnswer, whatIfRequest } from "../what-if";
import type { ApiEndpoint } from "./endpoint";

/** Results, imported results and what is computed from stored responses. */
export const RESULTS_API: ApiEndpoint[] = [
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
