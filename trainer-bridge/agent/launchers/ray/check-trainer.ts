import { randomBytes } from "node:crypto";
import { pollUntil } from "../../poll";
import { type TrainerState, trainerStateOf } from "../../trainer-check";
import type { RayConfig } from "./config";
import { runtimeEnvOf } from "./files";
import { RayAway, type RayJob, type RayJobs, RayRefusal } from "./jobs";

/** Ray prepares a runtime environment, which may install packages, before the doctor begins. */
const LIMIT_MS = 600_000;
const POLL_MS = 500;
const PYTHON = "Ray's Python";

/** A constant: what differs from site to site comes in by the runtime environment. */
const DOCTOR = "exec python3 -m stepwell_trainer doctor";

/** Asks the Python of Ray's nodes whether it can run the trainer, by a job that reserves nothing. */
export async function checkOnRay(
  jobs: RayJobs,
  config: RayConfig,
  { pythonPath, signal }: { pythonPath: string | undefined; signal: AbortSignal },
): Promise<TrainerState> {
  const id = `stepwell-doctor-${randomBytes(6).toString("hex")}`;
  const more: Record<string, string> = pythonPath === undefined ? {} : { PYTHONPATH: pythonPath };
  try {
    await jobs.submit({
      submission_id: id,
      entrypoint: DOCTOR,
      metadata: { stepwell_name: "whether the trainer can run" },
      runtime_env: runtimeEnvOf(config, more),
    });
    return await answerOf(jobs, id, signal);
  } catch (error) {
    if (!(error instanceof RayAway) && !(error instanceof RayRefusal)) throw error;
    return { ready: false, detail: error.message.slice(0, 3900) };
  }
}

async function answerOf(jobs: RayJobs, id: string, signal: AbortSignal): Promise<TrainerState> {
  let job: RayJob | null = null;
  const ended = async () => {
    job = await jobs.find(id);
    return job === null || !["PENDING", "RUNNING"].includes(job.status);
  };
  try {
    const inTime = await pollUntil(ended, { everyMs: POLL_MS, withinMs: LIMIT_MS, signal });
    const said = [await jobs.logs(id), wordOf(job)].filter(Boolean).join("\n");
    const exitCode = inTime && job !== null && statusOf(job) === "SUCCEEDED" ? 0 : 1;
    const stdout = Buffer.from(exitCode === 0 ? answerIn(said) : said);
    return trainerStateOf(PYTHON, { exitCode, stdout, stderr: Buffer.alloc(0) });
  } finally {
    await jobs.stop(id).catch(() => {});
    await jobs.forget(id).catch(() => {}); // it stays in Ray's list, which harms nothing
  }
}

const statusOf = (job: RayJob) => job.status;
const wordOf = (job: RayJob | null) => (job && job.status !== "SUCCEEDED" ? (job.message ?? "") : "");

/** The doctor's JSON among what Ray itself wrote into the job's log. */
function answerIn(said: string): string {
  const [first, last] = [said.indexOf("{"), said.lastIndexOf("}")];
  return first >= 0 && last > first ? said.slice(first, last + 1) : said;
}
