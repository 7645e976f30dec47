import { launchAnswer, runDetail, runsPage, seriesAnswer } from "../lib/contracts";
import { tinySmoke } from "../lib/presets/tiny-smoke";
import { expect, test } from "./fixtures";
import { api, trainerLack } from "./world/server";

const TRAIN_STEPS = 40;
const MORE = 5;

/** One arm, one seed, long enough to be paused on the way. */
async function launchOne(): Promise<string> {
  const arms = tinySmoke.spec.arms.filter((arm) => arm.key === "outcome-only");
  const grpo = { ...tinySmoke.spec.grpo, trainSteps: TRAIN_STEPS, checkpointEvery: 5 };
  const spec = { ...tinySmoke.spec, name: "A run's life", arms, grpo, contrast: null, baselineArm: null };
  const { id } = await api().post("/api/v1/ablations", spec, launchAnswer);
  const { runs } = await api().get(`/api/v1/runs?ablation=${id}&stage=grpo`, runsPage);
  const [run] = runs;
  if (!run) throw new Error("the launch made no run");
  return run.id;
}

const detailOf = (run: string) => api().get(`/api/v1/runs/${run}`, runDetail);

/** Every train step that was logged, as charts read them. */
async function loggedSteps(run: string): Promise<number[]> {
  const path = `/api/v1/runs/${run}/series?names=reward/mean&buckets=1000`;
  const { series } = await api().get(path, seriesAnswer);
  return series.flatMap(({ segments }) =>
    segments.flatMap(({ marks }) => marks.map(({ firstTrainStep }) => firstTrainStep)),
  );
}

test.describe("a run's life", () => {
  test.skip(trainerLack() !== "", trainerLack());

  test("paused, resumed, continued: a real training logs every train step once", async ({ page }) => {
    test.setTimeout(420_000);
    const run = await launchOne();
    await expect(async () => {
      const { run: now } = await detailOf(run);
      expect(now.status).toBe("running");
      expect(now.trainStep ?? 0).toBeGreaterThanOrEqual(3);
    }).toPass({ timeout: 180_000, intervals: [250] });

    await page.goto(`/runs/${run}`);
    await page.getByRole("button", { name: "Pause" }).click();
    await expect(page.getByRole("button", { name: "Resume" })).toBeVisible({ timeout: 60_000 });
    const paused = await detailOf(run);
    expect(paused.run.status).toBe("paused");
    expect(paused.run.trainStep).toBeLessThan(TRAIN_STEPS);

    await page.getByRole("button", { name: "Resume" }).click();
    await expect(async () => {
      const { jobs } = await detailOf(run);
      expect(new Set(jobs.map(({ status }) => status))).toEqual(new Set(["succeeded"]));
    }).toPass({ timeout: 120_000 });

    await page.reload();
    await page.getByRole("button", { name: "Continue…" }).click();
    const dialog = page.getByRole("dialog");
    await dialog.getByLabel("More train steps").fill(String(MORE));
    await expect(dialog).toContainText(`to train step ${TRAIN_STEPS + MORE}`);
    await dialog.getByRole("button", { name: "Continue", exact: true }).click();
    await expect(async () => {
      const { run: now, jobs } = await detailOf(run);
      expect(now.trainStep).toBe(TRAIN_STEPS + MORE);
      expect(jobs.map(({ kind, status }) => [kind, status])).toEqual([
        ["grpo", "succeeded"],
        ["evaluate", "succeeded"],
      ]);
    }).toPass({ timeout: 120_000 });
    expect(await loggedSteps(run)).toEqual(Array.from({ length: TRAIN_STEPS + MORE }, (_, i) => i + 1));
  });
});
