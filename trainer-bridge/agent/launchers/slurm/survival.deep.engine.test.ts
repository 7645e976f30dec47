import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { isGroupAlive } from "../../process-group";
import { eventually, PATIENCE } from "../../testing/agent-process";
import { attemptOn, onSlurm, openSlurm, SLOW } from "./testing/attempt";

await onSlurm("what Slurm does to a job", (cluster) => {
  const { tell, startController, stopController } = cluster;
  const { runDir, command, start, stop, at, text, record, observe, began, ended, jobState } =
    attemptOn(cluster);

  test(
    "near the time limit it writes its checkpoint, waits in the queue and goes on in the same attempt",
    SLOW,
    async () => {
      await start("checkpoint", { time: "1", signalSeconds: 50 });
      await began(1);
      const { jobId } = record("slurm.json");
      await eventually("it is paused", () => existsSync(at("paused.json")), 90_000);
      await eventually("it waits", async () => (await observe()).engineState.startsWith("PENDING"));
      expect(await observe()).toMatchObject({ state: "starting", exitCode: null });
      expect((await observe()).engineState).toContain("goes on from its checkpoint");
      await began(2);
      await ended();
      expect(await observe()).toMatchObject({ state: "exited", exitCode: 0 });
      expect(record("supervisor.json")).toEqual({ slurmJob: jobId });
      expect(existsSync(at("cancel"))).toBe(false);
      expect(existsSync(at("launch.json"))).toBe(false);
    },
  );

  test("without requeue the checkpoint ends the attempt", SLOW, async () => {
    await start("checkpoint", { time: "1", signalSeconds: 50, requeue: false });
    await eventually("it ended", async () => (await observe()).state === "exited", 90_000);
    expect(await observe()).toMatchObject({ exitCode: 75 });
  });

  test(
    "pre-empted, a trainer that writes its checkpoint goes on later; told to stop meanwhile, it does not",
    SLOW,
    async () => {
      await start("checkpoint", { partition: "abrupt", extra: { exclusive: true } });
      await began(1);
      const urgent = tell(
        "sbatch",
        "--parsable",
        "--partition=urgent",
        "--exclusive",
        "--output=/dev/null",
        "--wrap=sleep 600",
      ).trim();
      await eventually("it waits", async () => (await observe()).engineState.startsWith("PENDING"));
      expect(await observe()).toMatchObject({ state: "starting" });
      const { name, jobId } = record("slurm.json");
      expect(name).toContain("att_0123456789abcdef");
      await stop(60_000);
      expect(await observe()).toMatchObject({ state: "exited", exitCode: 75 });
      expect(jobState(jobId)).toBe("CANCELLED");
      tell("scancel", urgent);
    },
  );

  test("pre-empted without a checkpoint it is gone, and Slurm does not start it again", SLOW, async () => {
    await start("stubborn", { partition: "abrupt", extra: { exclusive: true } });
    await began(1);
    const { pid } = record("trainer.json");
    tell("scontrol", "requeue", record("slurm.json").jobId);
    await ended();
    expect(await observe()).toMatchObject({ state: "gone", exitCode: null });
    expect(isGroupAlive(pid)).toBe(false);
    expect(text("starts")).toBe("x");
    await eventually("Slurm has let go of it", () =>
      ["CANCELLED", ""].includes(jobState(record("slurm.json").jobId)),
    );
  });

  test("the controller may go and come back: nothing is lost, nothing starts twice", SLOW, async () => {
    await start("until");
    await began(1);
    await stopController();
    const away = await observe();
    expect(away).toMatchObject({ state: "running" });
    expect(away.engineState).toContain("does not answer");
    writeFileSync(at("finish"), "9");
    await ended();
    expect(await observe()).toMatchObject({ state: "exited", exitCode: 9 });
    await startController();
    await start("until");
    expect(text("starts")).toBe("x");
  });

  test("submitted while the controller is away, it stays unstarted until one is there", SLOW, async () => {
    await stopController();
    const launcher = openSlurm();
    const begin = () => launcher.start(runDir(), command("succeed"), process.env);
    await begin();
    const seen = await launcher.observe(runDir());
    expect(seen.state).toBe("unstarted");
    expect(seen.engineState).toMatch(/not submitted yet: .*(contact|connect)/i);
    await startController();
    await eventually("it ended", async () => {
      await begin();
      return (await launcher.observe(runDir())).state === "exited";
    });
    expect(text("starts")).toBe("x");
  });

  test(
    "an agent killed between submission and its record finds the job again by its name",
    PATIENCE,
    async () => {
      const later = { extra: { begin: "now+1hour" } };
      await start("until", later);
      const known = record("slurm.json");
      writeFileSync(at("slurm.json"), JSON.stringify({ ...known, jobId: null }));
      expect(await observe()).toMatchObject({ state: "unstarted" });
      await start("until", later);
      expect(record("slurm.json")).toEqual(known);
      expect(tell("squeue", "--noheader", `--name=${known.name}`, "--format=%i").trim()).toBe(known.jobId);
      expect(await observe()).toMatchObject({ state: "starting", engineState: "PENDING (BeginTime)" });
    },
  );

  test("a second job of the same run directory ends without starting anything", PATIENCE, async () => {
    await start("until");
    await began(1);
    const { name, jobId } = record("slurm.json");
    const script = join(import.meta.dirname, "batch.sh");
    const args = ["--parsable", `--job-name=${name}`, "--output=/dev/null", script, "python3", runDir()];
    const second = tell("sbatch", ...args).trim();
    await eventually("the second ended", () => jobState(second) === "COMPLETED");
    expect(await observe()).toMatchObject({ state: "running" });
    expect(text("starts")).toBe("x");
    expect(record("supervisor.json")).toEqual({ slurmJob: jobId });
  });

  test("its end is known after Slurm has forgotten the job", PATIENCE, async () => {
    await start("succeed");
    await ended();
    const { name } = record("slurm.json");
    await eventually(
      "Slurm forgot",
      () => tell("squeue", "--noheader", "--states=all", `--name=${name}`) === "",
    );
    expect(await observe()).toMatchObject({ state: "exited", exitCode: 0 });
  });

  test("a batch process killed outright takes the trainer with it and is gone", PATIENCE, async () => {
    await start("stubborn");
    await began(1);
    const { pid } = record("trainer.json");
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    process.kill(Number(stat.slice(stat.lastIndexOf(")") + 2).split(" ")[1]), "SIGKILL");
    await ended();
    expect(await observe()).toMatchObject({ state: "gone" });
    await eventually("the trainer ended", () => !isGroupAlive(pid));
  });
});
