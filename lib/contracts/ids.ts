import { z } from "zod";

/** Every id names its kind, so that a wrong one is refused by shape and a log line explains itself. */
export const ID_PREFIXES = {
  project: "prj",
  ablation: "abl",
  arm: "arm",
  run: "run",
  attempt: "att",
  job: "job",
  host: "hst",
  agent: "agt",
  token: "tok",
  checkpoint: "ckp",
  evaluation: "evl",
  trace: "trc",
  prompt: "prm",
  request: "req",
  resultSet: "rst",
  report: "rpt",
  chore: "cho",
  enrolment: "enr",
  notificationRule: "ntr",
  notification: "ntf",
  import: "imp",
  scorer: "scr",
  reviewSet: "rvs",
} as const;
export type IdKind = keyof typeof ID_PREFIXES;

function idOf(kind: IdKind) {
  return z
    .string()
    .regex(
      new RegExp(`^${ID_PREFIXES[kind]}_[0-9a-z]{8,40}$`),
      `must be a ${kind} id (${ID_PREFIXES[kind]}_…)`,
    );
}

export const projectId = idOf("project");
export const ablationId = idOf("ablation");
export const armId = idOf("arm");
export const runId = idOf("run");
export const attemptId = idOf("attempt");
export const jobId = idOf("job");
export const hostId = idOf("host");
export const agentId = idOf("agent");
export const checkpointId = idOf("checkpoint");
export const evaluationId = idOf("evaluation");
export const traceId = idOf("trace");
export const promptId = idOf("prompt");
export const resultSetId = idOf("resultSet");
export const reportId = idOf("report");
export const choreId = idOf("chore");
export const enrolmentId = idOf("enrolment");
export const notificationRuleId = idOf("notificationRule");
export const notificationId = idOf("notification");
export const importId = idOf("import");
export const scorerId = idOf("scorer");
export const reviewSetId = idOf("reviewSet");
