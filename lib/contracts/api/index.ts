import { ABLATIONS_API } from "./ablations";
import { AGENTS_API } from "./agents";
import { ARTIFACTS_API } from "./artifacts";
import { CHECKPOINTS_API } from "./checkpoints";
import type { ApiEndpoint } from "./endpoint";
import { EXPLORER_API } from "./explorer";
import { EXPORTS_API } from "./exports";
import { HOSTS_API } from "./hosts";
import { IMPORTS_API } from "./imports";
import { INGEST_API } from "./ingest";
import { MEDIA_API } from "./media";
import { NOTIFICATIONS_API } from "./notifications";
import { QUEUE_API } from "./queue";
import { REPORTS_API } from "./reports";
import { RESULTS_API } from "./results";
import { REVIEWS_API } from "./reviews";
import { RUNS_API } from "./runs";
import { SERVICE_API } from "./service";
import { SYSTEM_API } from "./system";
import { TRACES_API } from "./traces";
import { WRAPPED_RUNS_API } from "./wrapped-runs";

export type { ApiAccess, ApiEndpoint } from "./endpoint";

/** Every endpoint of the HTTP surface: docs/api.md is generated from it and a test holds it against the route files. */
export const API: ApiEndpoint[] = [
  ...INGEST_API,
  ...TRACES_API,
  ...EXPLORER_API,
  ...IMPORTS_API,
  ...MEDIA_API,
  ...EXPORTS_API,
  ...RESULTS_API,
  ...ABLATIONS_API,
  ...AGENTS_API,
  ...ARTIFACTS_API,
  ...RUNS_API,
  ...CHECKPOINTS_API,
  ...SYSTEM_API,
  ...QUEUE_API,
  ...HOSTS_API,
  ...REPORTS_API,
  ...REVIEWS_API,
  ...WRAPPED_RUNS_API,
  ...NOTIFICATIONS_API,
  ...SERVICE_API,
];
