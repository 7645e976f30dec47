import { checkpointAnswer, retentionChange, runCheckpoints } from "../checkpoints";
import { checkpointRetention } from "../places";
import type { ApiEndpoint } from "./endpoint";

/** Checkpoints: where they lie, which stay, which go. */
export const CHECKPOINTS_API: ApiEndpoint[] = [
  {
    method: "GET",
    path: "/api/v1/runs/{id}/checkpoints",
    access: "operator",
    summary:
      "A run's checkpoints: size, where they lie (host, copies, store), what keeps them, and the rule of its launch.",
    answer: runCheckpoints,
  },
  {
    method: "POST",
    path: "/api/v1/checkpoints/{id}/pin",
    access: "operator",
    summary: "Keeps a checkpoint whatever the retention rule says.",
    answer: checkpointAnswer,
    errors: ["conflict"],
  },
  {
    method: "POST",
    path: "/api/v1/checkpoints/{id}/unpin",
    access: "operator",
    summary: "Leaves a checkpoint to the retention rule again.",
    answer: checkpointAnswer,
  },
  {
    method: "DELETE",
    path: "/api/v1/checkpoints/{id}",
    access: "operator",
    summary: "Has the files of a checkpoint deleted by its host. This cannot be undone.",
    answer: checkpointAnswer,
    errors: ["conflict"],
  },
  {
    method: "PATCH",
    path: "/api/v1/ablations/{id}/retention",
    access: "operator",
    summary:
      "Changes which checkpoints of an ablation stay on disk, and what is sent to the store. What the rule lets go is deleted within seconds.",
    body: retentionChange,
    answer: checkpointRetention,
  },
];
