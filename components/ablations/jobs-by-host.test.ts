import { describe, expect, it } from "vitest";
import type { JobRow } from "@/lib/contracts";
import { jobsByHost } from "./jobs-by-host";

const job = (hostName: string | null, status: JobRow["status"]): JobRow => ({
  id: "job_00000001",
  kind: "grpo",
  name: "a job",
  runId: null,
  armId: null,
  seed: 1,
  status,
  statusReason: "",
  attempts: 1,
  hostName,
  launcher: hostName === null ? null : "slurm",
  placed: hostName !== null,
  launch: {},
  dependsOn: [],
  createdAt: "2030-01-01T00:00:00.000Z",
  startedAt: null,
  endedAt: null,
});

describe("jobs by host", () => {
  it("are counted by what they do, the busiest host first, those without a host last", () => {
    const jobs = [
      job(null, "queued"),
      job(null, "queued"),
      job(null, "queued"),
      job("a", "succeeded"),
      job("b", "running"),
      job("b", "stopping"),
      job("b", "failed"),
      job("b", "paused"),
    ];
    expect(jobsByHost(jobs)).toEqual([
      { host: "b", launcher: "slurm", running: 2, ended: 1, waiting: 1 },
      { host: "a", launcher: "slurm", running: 0, ended: 1, waiting: 0 },
      { host: null, launcher: null, running: 0, ended: 0, waiting: 3 },
    ]);
    expect(jobsByHost([])).toEqual([]);
  });
});
