import { enrolAnswer, enrolmentList, enrolmentView, enrolRequest } from "../enrolments";
import { hostDetail, hostLog, hostLogQuery, hostUsageAnswer, hostUsageQuery } from "../host-records";
import { hostControlAnswer, hostHistory, hostList } from "../hosts";
import type { ApiEndpoint } from "./endpoint";

/** Hosts. */
export const HOSTS_API: ApiEndpoint[] = [
  {
    method: "POST",
    path: "/api/v1/hosts/enrol",
    access: "operator",
    summary:
      "Invites a host: a token for its agent, shown this once, and the command that installs it there.",
    body: enrolRequest,
    answer: enrolAnswer,
  },
  {
    method: "GET",
    path: "/api/v1/hosts/enrolments",
    access: "operator",
    summary: "Tokens of agents, the latest first, at most 200; never the tokens themselves.",
    answer: enrolmentList,
  },
  {
    method: "POST",
    path: "/api/v1/hosts/enrolments/{id}/revoke",
    access: "operator",
    summary: "Takes the token of an agent back: it is refused from its next request on.",
    answer: enrolmentView,
  },
  {
    method: "GET",
    path: "/api/v1/agent/{file}",
    access: "public",
    summary:
      "The files that a host installs: install.sh, stepwell-agent.mjs, the trainer's wheel, constraints.txt, and manifest.json with their hashes.",
    errors: ["agent-files-missing"],
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
    path: "/api/v1/hosts/{id}",
    access: "operator",
    summary: "One host, with the version that its agent ought to have.",
    answer: hostDetail,
  },
  {
    method: "GET",
    path: "/api/v1/hosts/{id}/usage",
    access: "operator",
    summary: "What kept a host busy over time: processors, memory, disk, network, GPUs. Kept for a week.",
    query: hostUsageQuery,
    answer: hostUsageAnswer,
  },
  {
    method: "GET",
    path: "/api/v1/hosts/{id}/log",
    access: "operator",
    summary: "A page of the log of a host's agent: its end, or what lies before or after a line.",
    query: hostLogQuery,
    answer: hostLog,
  },
  {
    method: "GET",
    path: "/api/v1/hosts/{id}/events",
    access: "operator",
    summary: "What was done to a host and which agents registered it, the latest first.",
    answer: hostHistory,
  },
];
