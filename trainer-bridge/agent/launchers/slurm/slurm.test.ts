import { describe, expect, test } from "vitest";
import type { ProcessResult } from "../../process-run";
import type { Command } from "../types";
import { clusterFacts, partitionFacts } from "./cluster-facts";
import { slurmConfig } from "./config";
import { parseQueue, SlurmEngine } from "./engine";
import { conclusion, look, settledObservation } from "./look";
import type { SlurmFacts } from "./records";
import { jobName, sbatchArgs, slurmEnvironment, trainerEnvironment } from "./sbatch";

const JOB = { name: "stepwell-att_1-ab", runDir: "/data/a b", script: "/agent/batch.sh" };
const argsOf = (config: unknown) => sbatchArgs(slurmConfig.parse(config), JOB);

describe("the arguments of sbatch", () => {
  test("each setting is one argument of its own, the constant script and its two arguments come last", () => {
    const args = argsOf({
      partition: "a; b",
      account: "lab",
      qos: "high",
      time: "1-12:00:00",
      gres: "gpu:a100:2",
      cpusPerTask: 8,
      mem: "64G",
      constraint: "ib&fast",
      signalSeconds: 300,
      extra: { reservation: "--wrap=x", exclusive: true },
    });
    const wanted = [
      "--partition=a; b",
      "--account=lab",
      "--qos=high",
      "--time=1-12:00:00",
      "--gres=gpu:a100:2",
    ];
    const more = ["--cpus-per-task=8", "--mem=64G", "--constraint=ib&fast", "--signal=B:USR1@300"];
    expect(args).toEqual(
      expect.arrayContaining([...wanted, ...more, "--reservation=--wrap=x", "--exclusive", "--requeue"]),
    );
    expect(args.slice(-3)).toEqual(["/agent/batch.sh", "python3", "/data/a b"]);
  });

  test("what is not set is left to the cluster", () => {
    const args = argsOf({ signalSeconds: 0, requeue: false }).join(" ");
    expect(args).not.toMatch(/--(partition|account|qos|time|gres|mem|constraint|signal|requeue)\b/);
    expect(args).toContain("--no-requeue");
  });

  test.each([
    { extra: { wrap: "touch pwned" } },
    { extra: { output: "/etc/passwd" } },
    { extra: { export: "ALL" } },
    { partition: "two\nlines" },
    { partition: "" },
    { time: "soon" },
    { mem: "64 GB" },
    { cpusPerTask: 0 },
    { nodes: 1.5 },
    { unknown: 1 },
  ])("refuses %j", (config) => {
    expect(slurmConfig.safeParse(config).success).toBe(false);
  });

  test("a job's name has harmless characters only", () => {
    expect(jobName("/data/att_$(x) é,|", "ab12")).toBe("stepwell-att___x_____-ab12");
  });
});

describe("environments", () => {
  test("sbatch gets no secret and nothing that steers it", () => {
    const agent = {
      PATH: "/bin",
      SLURM_CONF: "/c",
      SBATCH_PARTITION: "x",
      STEPWELL_AGENT_TOKEN: "s",
      NODE_ENV: "test",
    };
    expect(slurmEnvironment(agent as NodeJS.ProcessEnv)).toEqual({
      PATH: "/bin",
      SLURM_CONF: "/c",
      LC_ALL: "C",
      NODE_ENV: "test",
    });
  });

  test("the trainer gets no allocation of the agent's", () => {
    const env: NodeJS.ProcessEnv = {
      NODE_ENV: "test",
      A: "1",
      SLURM_JOB_ID: "5",
      SLURM_CONF: "/c",
      X: undefined,
    };
    expect(trainerEnvironment(env)).toEqual({ NODE_ENV: "test", A: "1", SLURM_CONF: "/c" });
  });
});

const FACTS: SlurmFacts = {
  present: true,
  submission: { name: "n", jobId: "7", at: "2026-01-01T00:00:00.000Z" },
  claim: { job: "7" },
  trainer: { pid: 12, host: "node1", start: 0 },
  paused: false,
  exit: null,
  silent: "",
};
const job = (state: string, reason = "None", nodes = "node1") => ({
  id: "7",
  name: "n",
  state,
  nodes,
  reason,
});

describe("what is said of an attempt", () => {
  test("Slurm's words, whichever they are, stand beside the state", () => {
    expect(look(FACTS, job("RUNNING"), "").observation).toMatchObject({
      state: "running",
      engineState: "RUNNING on node1",
      pid: 12,
    });
    const waiting = { ...FACTS, claim: null, trainer: null };
    expect(look(waiting, job("PENDING", "QOSMaxJobsPerUserLimit", ""), "").observation).toMatchObject({
      state: "starting",
      engineState: "PENDING (QOSMaxJobsPerUserLimit)",
    });
  });

  test("silence is no end", () => {
    const seen = look(FACTS, "silent", "Unable to contact slurm controller");
    expect(seen.ended).toBe(false);
    expect(seen.observation.state).toBe("running");
  });

  test.each([null, job("NODE_FAIL"), job("TIMEOUT"), job("PENDING", "BeginTime", "")])(
    "an end without a record: %j",
    (word) => {
      expect(look(FACTS, word, "").ended).toBe(true);
    },
  );

  test.each([
    ["NODE_FAIL", { state: "gone", exitCode: null, signal: null }],
    ["TIMEOUT", { state: "gone", exitCode: null, signal: null }],
    ["OUT_OF_MEMORY", { state: "exited", signal: "SIGKILL" }],
  ])("%s is concluded as %j", (state, wanted) => {
    const seen = conclusion(FACTS, { state, exitCode: 0 }, "");
    expect(seen).toMatchObject(wanted);
    expect(seen.error).toContain("job 7");
  });

  test("a record says how it ended, or that it was lost", () => {
    const exit = { exitCode: 3, signal: null, error: "", at: "" };
    expect(settledObservation({ ...FACTS, exit })).toMatchObject({ state: "exited", exitCode: 3 });
    const lost = { ...exit, exitCode: null, lost: true as const, error: "taken away" };
    expect(settledObservation({ ...FACTS, exit: lost })).toMatchObject({
      state: "gone",
      error: "taken away",
    });
  });
});

/** Stands at the end of the channel in place of Slurm's programs. */
function programs(
  answer: (command: Command) => Partial<ProcessResult> & { text?: string; complaint?: string },
) {
  const calls: Command[] = [];
  const channel = async (command: Command): Promise<ProcessResult> => {
    calls.push(command);
    const { exitCode = 0, text = "", complaint = "" } = answer(command);
    return { exitCode, stdout: Buffer.from(text), stderr: Buffer.from(complaint) };
  };
  return { calls, channel };
}

describe("Slurm's tools", () => {
  test("questions about many jobs become one", async () => {
    const { calls, channel } = programs(() => ({ text: "8|b|RUNNING|n1|None\n7|a|PENDING||Priority\n" }));
    const engine = new SlurmEngine(channel, 60_000);
    await engine.jobsNamed("a");
    await engine.jobsNamed("b");
    expect(calls).toHaveLength(2);
    expect(calls[1]?.args).toContain("--name=a,b");
    const answers = await Promise.all([engine.jobsNamed("a"), engine.jobsNamed("b"), engine.jobsNamed("a")]);
    expect(calls).toHaveLength(2);
    expect(answers.map((jobs) => jobs?.map(({ id }) => id))).toEqual([["7"], ["8"], ["7"]]);
  });

  test("a squeue that fails is silence, not an empty queue", async () => {
    const { channel } = programs(() => ({ exitCode: 1, complaint: "Unable to contact slurm controller" }));
    const engine = new SlurmEngine(channel, 0);
    expect(await engine.jobsNamed("a")).toBeNull();
    expect(engine.trouble).toContain("Unable to contact");
  });

  test.each([
    ["12\n", "", 0, { outcome: "submitted", jobId: "12" }],
    ["12;cluster\n", "", 0, { outcome: "submitted", jobId: "12" }],
    [
      "",
      "sbatch: error: Batch job submission failed: Invalid partition name specified",
      1,
      { outcome: "refused" },
    ],
    [
      "",
      "sbatch: error: Batch job submission failed: Socket timed out on send/recv operation",
      1,
      { outcome: "later" },
    ],
    ["", "sbatch: error: AssocMaxSubmitJobLimit", 1, { outcome: "later" }],
    ["", "spawn sbatch ENOENT", null, { outcome: "refused" }],
    ["", "The operation was aborted", null, { outcome: "later" }],
  ])("sbatch saying %j %j with %j", async (text, complaint, exitCode, wanted) => {
    const { channel } = programs(() => ({ text, complaint, exitCode }));
    expect(await new SlurmEngine(channel, 0).submit([])).toMatchObject(wanted);
  });

  test("accounting is asked where the controller has forgotten, and may be absent", async () => {
    const accounted = programs(({ program }) =>
      program === "sacct" ? { text: "CANCELLED by 0|0:15\n" } : { exitCode: 1, complaint: "Invalid job id" },
    );
    const asked = { id: "7", name: "n", since: "2026-03-02T00:30:00.000Z" };
    expect(await new SlurmEngine(accounted.channel, 0).endOf(asked)).toEqual({
      state: "CANCELLED",
      exitCode: 0,
    });
    expect(accounted.calls.at(-1)?.args).toContain("--starttime=2026-03-01");
    const absent = programs(() => ({ exitCode: 1, complaint: "Slurm accounting storage is disabled" }));
    expect(await new SlurmEngine(absent.channel, 0).endOf(asked)).toBeNull();
  });

  test("lines of squeue, a reason with a bar in it included", () => {
    expect(parseQueue("10|b|RUNNING|n[1-2]|None\n9|a|PENDING||x|y\n\n")).toEqual([
      { id: "9", name: "a", state: "PENDING", nodes: "", reason: "x|y" },
      { id: "10", name: "b", state: "RUNNING", nodes: "n[1-2]", reason: "None" },
    ]);
  });
});

describe("facts of a cluster", () => {
  const told = [
    "main|up|1-00:00:00|3|idle|gpu:a100:8|64|515000",
    "main|up|1-00:00:00|1|mixed|gpu:a100:8(S:0-1)|64|515000+",
    "cpu|down|infinite|2|drained|(null)|32|128000",
    "",
    "nonsense",
  ].join("\n");

  test("each partition is one fact; states are counted", () => {
    expect(partitionFacts(told)).toEqual({
      gpus: "a node offers gpu:a100:8 or gpu:a100:8(S:0-1)",
      "partition main":
        "up; nodes: 3 idle, 1 mixed; each 64 CPUs, 502.9 GB, gpu:a100:8 or 64 CPUs, 502.9 GB or more, gpu:a100:8(S:0-1); time limit 1-00:00:00",
      "partition cpu": "down; nodes: 2 drained; each 32 CPUs, 125.0 GB; no time limit",
    });
  });

  test("a cluster without GPUs, and one that does not answer, say so", async () => {
    expect(partitionFacts("cpu|up|infinite|2|idle|(null)|32|128000").gpus).toMatch(/^none/);
    const away = {
      exitCode: 1,
      stdout: Buffer.alloc(0),
      stderr: Buffer.from("Unable to contact\nslurm\u001b[31m"),
    };
    expect(await clusterFacts(async () => away)).toEqual({
      slurm: expect.stringMatching(/^does not answer: .*contact/),
    });
  });
});
