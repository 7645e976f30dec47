import type { Page } from "@playwright/test";
import { resultSetList } from "../lib/contracts";
import { expect, test } from "./fixtures";
import { api } from "./world/server";

/** The published table that ships as an example: one run an arm, so that nothing in it can carry a verdict. */
const BENCHMARKS = ["Video-MMMU", "MMVU (multiple choice)", "VideoMathQA", "LongVideoBench"];

async function openExample(page: Page, view = ""): Promise<void> {
  const { resultSets } = await api().get("/api/v1/result-sets", resultSetList);
  await page.goto(`/compare${view}?imported=${resultSets.find((set) => set.example)?.id}`);
  await expect(page.getByRole("heading", { level: 1, name: "ProcessThinker, Table 1" })).toBeVisible();
}

const difference = (page: Page, pair: string) =>
  page
    .getByRole("figure")
    .first()
    .locator("section")
    .filter({ has: page.getByRole("heading", { name: new RegExp(`^${pair}`), level: 3 }) });

test("the list of ablations leads to it", async ({ page }) => {
  await page.goto("/ablations");
  const row = page.getByRole("table", { name: "Imported results" }).getByRole("row").nth(1);
  await expect(row).toContainText("example");
  await row.getByRole("link", { name: "ProcessThinker, Table 1" }).click();
  await expect(page).toHaveURL(/\/compare\?imported=rst_/);
});

test("the interval of every benchmark holds 0, and nothing is a verdict", async ({ page }) => {
  await openExample(page);
  await expect(page.getByText(/retraining noise is unknown, so that no pair has a verdict/)).toBeVisible();
  for (const pair of ["process-only − outcome-only", "mixed − outcome-only"]) {
    const rows = difference(page, pair);
    for (const benchmark of BENCHMARKS) await expect(rows).toContainText(benchmark);
    await expect(rows.getByText("question noise only, holds 0, S = 1")).toHaveCount(BENCHMARKS.length + 1);
    await expect(rows).not.toContainText("excludes 0");
  }
  const figure = page.getByRole("figure").first();
  await expect(figure).not.toContainText(/distinguishable|practically equal|p [=<] /);
  await expect(page.getByText(/^(Shown|Not shown|Practically equal|Declared before launch):/)).toHaveCount(0);
});

test("a percentage that is no count of its questions says so and has no interval", async ({ page }) => {
  await openExample(page);
  const table = page.getByRole("table", { name: "Accuracy by arm and benchmark" });
  const cell = table
    .getByRole("row", { name: /^Qwen3-VL-8B-Instruct/ })
    .getByRole("cell", { name: /^25\.2/ });
  await expect(cell).toContainText("no interval, S = 1");
  const mark = await cell.locator("sup").textContent();
  await expect(
    page.getByText(
      /Reported as a percentage that is no whole count of the questions: count unknown, no interval\./,
    ),
  ).toHaveText(new RegExp(`^${mark}`));
});

const WITHOUT = {
  questions: "Imported results have accuracies only, no questions.",
  curves: "Imported results have no curves",
  sensitivity: "No stored responses here",
  "what-if": "No stored response to rescore",
  cost: "Imported results tell no cost",
};
for (const [view, words] of Object.entries(WITHOUT)) {
  test(`/compare/${view} says that reported numbers have nothing for it`, async ({ page }) => {
    await openExample(page, `/${view}`);
    await expect(page.getByText(words)).toBeVisible();
  });
}
