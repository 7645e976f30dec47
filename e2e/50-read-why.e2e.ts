import { expect, test } from "./fixtures";
import { actedAblation, runOf, tracesOf } from "./world/acted-ablation";
import { trainerLack } from "./world/server";
import { finishedSmoke, SMOKE_LIMIT_MS } from "./world/smoke";

/** A reviewer who asks why a response was rewarded as it was. */
test("from a cell of the heatmap to the traces behind it", async ({ page }) => {
  const run = runOf(await actedAblation(), "process-only");
  await page.goto(`/traces?run=${run.id}&view=training`);
  const heatmap = page.getByRole("button", { name: /^Mean solvability over \d+ train steps/ });
  await heatmap.click();
  await expect(page).toHaveURL(/fromTrainStep=\d+/);
  const filter = page.getByRole("button", { name: /^Train step .*: remove this filter$/ });
  await expect(filter).toBeVisible();
  await page
    .getByRole("link", { name: /^\d+ · \d+$/ })
    .first()
    .click();
  await expect(page.getByRole("heading", { level: 1, name: /^Train step \d+, sample \d+$/ })).toBeVisible();
});

test("a trace shows its steps, its continuations and the reward that was stored", async ({ page }) => {
  const run = runOf(await actedAblation(), "process-only");
  const trace = (await tracesOf(run.id)).find((row) => row.steps.some((step) => step.requested > 0));
  expect(trace).toBeDefined();
  await page.goto(`/traces/${trace?.id}`);
  await expect(page.getByText("Equals the reward that was stored and trained with.")).toBeVisible();

  await page
    .getByRole("button", { name: /^Show 4 continuations$/ })
    .first()
    .click();
  await expect(page).toHaveURL(/step=\d+/);
  await expect(page.getByText("Prefix that each goes on from")).toBeVisible();
  const address = page.url();
  await page.reload();
  expect(page.url()).toBe(address);
  await expect(page.getByText("Prefix that each goes on from")).toBeVisible();
  await expect(page.getByRole("button", { name: /^Hide 4 continuations$/ })).toHaveCount(1);
});

test("its siblings stand beside it, each a click away", async ({ page }) => {
  const run = runOf(await actedAblation(), "process-only");
  const [trace] = await tracesOf(run.id);
  await page.goto(`/traces/${trace?.id}`);
  const group = page
    .locator("section")
    .filter({ has: page.getByRole("heading", { name: "Group", exact: true }) });
  await expect(group.getByRole("row")).toHaveCount(1 + 4);
  const own = group.locator("[aria-current=true]");
  await expect(own).toHaveCount(1);
  const sibling = group.locator("tbody tr:not([aria-current])").first().getByRole("link");
  const sample = await sibling.textContent();
  await sibling.click();
  await expect(page).not.toHaveURL(new RegExp(`${trace?.id}`));
  await expect(page.getByRole("heading", { level: 1, name: new RegExp(`sample ${sample}$`) })).toBeVisible();
});

test("an arm without continuations shows its probe, and says so", async ({ page }) => {
  const run = runOf(await actedAblation(), "outcome-only");
  await page.goto(`/traces?run=${run.id}&view=training`);
  await expect(page.getByText(/From the probe: fixed prompts/)).toBeVisible();
  await expect(page.getByRole("button", { name: /^Mean solvability over/ })).toBeVisible();
});

test("what the real trainer wrote can be read, trace by trace", async ({ page }) => {
  const lack = trainerLack();
  test.skip(lack !== "", `no traces without a trainer: ${lack}`);
  test.setTimeout(SMOKE_LIMIT_MS);
  const smoke = await finishedSmoke();
  const run = runOf(smoke, "process-only");
  const rows = await tracesOf(run.id, "limit=1");
  await page.goto(`/traces?run=${run.id}`);
  await page
    .getByRole("link", { name: /^\d+ · \d+$/ })
    .first()
    .click();
  await expect(page.getByRole("heading", { level: 1, name: /^Train step \d+, sample \d+$/ })).toBeVisible();
  await expect(page.getByRole("heading", { name: "Raw response" })).toBeVisible();
  await expect(page.getByText("Equals the reward that was stored and trained with.")).toBeVisible();
  expect(rows).toHaveLength(1);
});
