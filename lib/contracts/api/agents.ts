import {
  heartbeatAnswer,
  heartbeatRequest,
  leaseAnswer,
  leaseRequest,
  registerAnswer,
  registerRequest,
} from "../agent-api";
import { agentSettings } from "../enrolments";
import type { ApiEndpoint } from "./endpoint";

/** What agents ask and tell. */
export const AGENTS_API: ApiEndpoint[] = [
  {
    method: "GET",
    path: "/api/v1/agents/settings",
    access: "agent",
    summary: "What the host of this token was enrolled as: its name, launcher, settings and capacity.",
    answer: agentSettings,
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
];
