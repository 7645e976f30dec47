import { ablationsPage } from "../lib/contracts";
import { tinySmoke } from "../lib/presets/tiny-smoke";
import { expect, test } from "./fixtures";
import { api, trainerLack } from "./world/server";

/** One researcher, from an empty server to a training that runs. The order matters: the first pages must be empty. */
test.describe.configure({ mode: "serial" });

/** What each page says where there is nothing yet. */
const EMPTY = [
  ["/ablations", "No ablation yet"],
  ["/compare", "No ablation yet"],
  ["/traces", "No traces yet"],
  ["/imports", "Nothing was imported yet"],
  ["/review", "Nothing is being reviewed yet"],
  ["/runs", "No run yet"],
] as const;

test("without any ablation every page says how to begin", async ({ page }) => {
  for (const [path, heading] of EMPTY) {
    await page.goto(path);
    await expect(page.getByRole("heading", { name: heading })).toBeVisible();
  }
  await page.goto("/");
  await expect(page).toHaveURL("/ablations");
  await page.getByRole("link", { name: "Start from another preset" }).click();
  await expect(page.getByRole("heading", { name: "Launch an ablation" })).toBeVisible();
});

test("the form says beside each field what is wrong, and writes nothing", async ({ page }) => {
  const stored = async () => (await api().get("/api/v1/ablations", ablationsPage)).total;
  const before = await stored();
  await page.goto("/launch?preset=tiny-smoke");
  const launch = page.getByRole("button", { name: "Launch", exact: true });
  await expect(launch).toBeEnabled();
  const panel = page
    .locator("section")
    .filter({ has: page.getByRole("heading", { name: "GRPO", exact: true }) });
  const rate = panel.getByLabel("Learning rate");
  await rate.fill("-0.1");
  await expect(rate).toHaveAttribute("aria-invalid", "true");
  await expect(rate).toHaveAccessibleDescription("must be more than 0");
  await expect(launch).toBeDisabled();

  const weight = page.getByRole("textbox", { name: "λ outcome weight of the answer being right, mixed" });
  const partner = page.getByRole("textbox", {
    name: "λ process weight of the mean solvability R_proc, mixed",
  });
  await weight.fill("1.5");
  await expect(weight).toHaveAccessibleDescription("at most 1");
  await expect(partner).toHaveAccessibleDescription("λ outcome and λ process must add up to 1");
  await expect(page.getByText("3 fields to mend")).toBeVisible();

  await weight.fill("0.3");
  await expect(partner).toHaveValue("0.7");
  await expect(weight).not.toHaveAttribute("aria-invalid", "true");
  await rate.fill("1e-4");
  await expect(launch).toBeEnabled();
  expect(await stored()).toBe(before);
});

test("before launching it says what will be made, what it costs and what one seed can show", async ({
  page,
}) => {
  await page.goto("/launch");
  await page
    .getByRole("navigation", { name: "Start from a preset" })
    .getByRole("link", { name: /^Smoke test/ })
    .click();
  await expect(page.getByLabel("Name", { exact: true })).toHaveValue(tinySmoke.spec.name);
  const aside = page.getByRole("complementary", { name: "Before launching" });
  await expect(aside.getByRole("definition").nth(0)).toHaveText("4");
  await expect(aside.getByRole("definition").nth(1)).toHaveText("9");
  await expect(aside.getByText(/of them continuations/)).toBeVisible();
  await expect(aside.getByRole("table", { name: "Expected cost by stage" })).toBeVisible();
  await expect(aside.getByRole("heading", { name: "What 1 seed can show" })).toBeVisible();
  await expect(aside.getByText(/retraining noise stays unknown/)).toBeVisible();
  await expect(page.getByRole("textbox", { name: /^Seeds/ })).toHaveValue("1");
});

test("a launch leads to its page, where jobs move on without a reload", async ({ page }) => {
  test.setTimeout(180_000);
  await page.goto("/launch?preset=tiny-smoke");
  await page.getByRole("button", { name: "Launch", exact: true }).click();
  await expect(page).toHaveURL(/\/ablations\/abl_/);
  await expect(page.getByRole("heading", { name: tinySmoke.spec.name, level: 1 })).toBeVisible();
  // A head, the shared warm-up, and the four arms.
  await expect(page.getByRole("table", { name: "Arms by seeds" }).getByRole("row")).toHaveCount(6);
  const jobs = page.getByRole("table", { name: "Jobs" });
  await expect(jobs.getByRole("row")).toHaveCount(10);

  const lack = trainerLack();
  test.skip(lack !== "", `jobs do not move without a trainer: ${lack}`);
  let loads = 0;
  page.on("load", () => {
    loads += 1;
  });
  await expect(jobs.getByRole("row").nth(1)).toContainText(/Succeeded/, { timeout: 120_000 });
  await expect(jobs.getByRole("row").nth(2)).toContainText(/Running|Succeeded/, { timeout: 60_000 });
  expect(loads).toBe(0);
});
