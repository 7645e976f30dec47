import type { Page } from "@playwright/test";
import { ablationResults } from "../lib/contracts";
import { expect, test } from "./fixtures";
import { actedAblation } from "./world/acted-ablation";
import { api, trainerLack } from "./world/server";
import { finishedSmoke, SMOKE_LIMIT_MS } from "./world/smoke";

/** The section of an ablation's first benchmark. */
async function firstBenchmark(page: Page, ablation: string) {
  const { benchmarks } = await api().get(`/api/v1/ablations/${ablation}/results`, ablationResults);
  return page.getByRole("region", { name: benchmarks[0]?.title ?? "", exact: true });
}

test("one seed: a dot an arm, no verdict, and the noise said to be unknown", async ({ page }) => {
  const lack = trainerLack();
  test.skip(lack !== "", `no measured accuracies without a trainer: ${lack}`);
  test.setTimeout(SMOKE_LIMIT_MS);
  const { summary } = await finishedSmoke();
  await page.goto(`/compare?ablation=${summary.id}`);
  await expect(page.getByText(/retraining noise is not known well enough for a verdict/)).toBeVisible();
  const benchmark = await firstBenchmark(page, summary.id);
  await expect(benchmark.getByRole("img")).toHaveCount(summary.arms.length);
  await expect(benchmark.getByText("retraining noise unknown").first()).toBeVisible();
  await expect(page.getByText(/^Shown:/)).toHaveCount(0);
});

test("three seeds: means with t intervals, S and n named, and verdicts in words", async ({ page }) => {
  const { summary } = await actedAblation();
  await page.goto(`/compare?ablation=${summary.id}`);
  const benchmark = await firstBenchmark(page, summary.id);
  await expect(benchmark.getByRole("img")).toHaveCount(summary.arms.length * summary.seeds.length);
  // A drawing to take along stands hidden beside what is shown.
  const shown = (text: RegExp) => benchmark.getByText(text).filter({ visible: true });
  await expect(shown(/S = 3/)).toHaveCount(summary.arms.length);
  await expect(shown(/n = 300 questions/)).toHaveCount(1);
  const words = page.locator("section").filter({ hasText: "What these results have shown, and what not" });
  await expect(words).toContainText(/Shown:|Not shown:|Practically equal:/);
  await expect(words).not.toContainText(/not known well enough/);
  await expect(page.getByRole("heading", { name: "Cost beside accuracy" })).toBeVisible();
});

test("another baseline is in the address, and is said to be chosen after the fact", async ({ page }) => {
  const { summary } = await actedAblation();
  await page.goto(`/compare?ablation=${summary.id}`);
  await page.getByLabel("Baseline").selectOption({ label: "mixed" });
  await expect(page).toHaveURL(/baseline=mixed/);
  await expect(page.getByText(/Not the comparison that the Holm family counts/)).toBeVisible();
  await page.reload();
  await expect(page.getByText(/Not the comparison that the Holm family counts/)).toBeVisible();
});
