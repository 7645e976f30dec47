import type { Page } from "@playwright/test";
import { expect, test } from "./fixtures";
import { actedAblation, runOf } from "./world/acted-ablation";

/** Presses Tab until an element of that name has the focus; fails where it cannot be reached. */
async function tabTo(page: Page, name: RegExp, most = 60): Promise<void> {
  for (let presses = 0; presses < most; presses += 1) {
    await page.keyboard.press("Tab");
    const label = await page.evaluate(
      () => document.activeElement?.getAttribute("aria-label") ?? document.activeElement?.textContent ?? "",
    );
    if (name.test(label)) return;
  }
  throw new Error(`${name} was not reached with ${most} presses of Tab`);
}

test("Ctrl-K opens the palette, which finds a run and goes there", async ({ page }) => {
  const run = runOf(await actedAblation(), "mixed", 2);
  await page.goto("/ablations");
  await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
  await expect(async () => {
    await page.keyboard.press("Control+k");
    await expect(page.getByRole("dialog", { name: "Go to" })).toBeVisible({ timeout: 1_000 });
  }).toPass();
  await page.getByPlaceholder("Page, ablation, run…").fill(run.name);
  await expect(page.getByRole("option", { name: new RegExp(`^${run.name}`) }).first()).toBeVisible();
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(/\/runs\/run_/);
});

test("the palette leads to the pages of imports and of reviews", async ({ page }) => {
  for (const name of ["Imports", "Review"]) {
    await page.goto("/ablations");
    await expect(async () => {
      await page.keyboard.press("Control+k");
      await expect(page.getByRole("dialog", { name: "Go to" })).toBeVisible({ timeout: 1_000 });
    }).toPass();
    await page.getByPlaceholder("Page, ablation, run…").fill(`page ${name}`);
    await page.keyboard.press("Enter");
    await expect(page.getByRole("heading", { level: 1, name })).toBeVisible();
  }
});

test("Escape closes the palette and gives the focus back", async ({ page }) => {
  await page.goto("/hosts");
  const search = page.getByRole("button", { name: /^Go to…/ });
  await search.click();
  await expect(page.getByRole("dialog", { name: "Go to" })).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(page.getByRole("dialog")).toHaveCount(0);
  await expect(search).toBeFocused();
});

test("the first Tab skips to the page, and main actions can be reached with their focus in sight", async ({
  page,
}) => {
  await page.goto("/ablations");
  await page.keyboard.press("Tab");
  await expect(page.getByRole("link", { name: "Skip to the page" })).toBeFocused();
  await page.keyboard.press("Enter");
  await tabTo(page, /^Launch an ablation$/);
  const outline = await page.evaluate(() => {
    const style = getComputedStyle(document.activeElement ?? document.body);
    return { style: style.outlineStyle, width: Number.parseFloat(style.outlineWidth) };
  });
  expect(outline.style).not.toBe("none");
  expect(outline.width).toBeGreaterThanOrEqual(1);
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(/\/launch/);
});

test("a cell of the heatmap is reached and opened with keys alone", async ({ page }) => {
  const run = runOf(await actedAblation(), "process-only");
  await page.goto(`/traces?run=${run.id}&view=training`);
  await tabTo(page, /^Mean solvability over/);
  await page.keyboard.press("ArrowRight");
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(/fromTrainStep=\d+/);
});

test("the lists of questions are walked with j and k, and what is read follows", async ({ page }) => {
  const { summary } = await actedAblation();
  await page.goto(`/compare/questions?ablation=${summary.id}`);
  const pane = page.getByRole("region", { name: /^Question / });
  const first = await pane.getAttribute("aria-label");
  await expect(async () => {
    await page.keyboard.press("j");
    await expect(page).toHaveURL(/question=/, { timeout: 1_000 });
  }).toPass();
  await expect(pane).not.toHaveAttribute("aria-label", first ?? "");
  await page.keyboard.press("k");
  await expect(pane).toHaveAttribute("aria-label", first ?? "");
});

test("a chart's menu opens with keys, and Escape gives the focus back", async ({ page }) => {
  const { summary } = await actedAblation();
  await page.goto(`/compare?ablation=${summary.id}`);
  const menu = page.getByRole("button", { name: "Copy or download Differences of accuracy" });
  await menu.focus();
  const panel = page.getByRole("dialog", { name: "Take Differences of accuracy along" });
  await expect(async () => {
    await page.keyboard.press("Enter");
    await expect(panel).toBeVisible({ timeout: 1_000 });
  }).toPass();
  await page.keyboard.press("Escape");
  await expect(panel).toHaveCount(0);
  await expect(menu).toBeFocused();
});

test("a report is frozen with keys alone", async ({ page }) => {
  const { summary } = await actedAblation();
  await page.goto(`/ablations/${summary.id}`);
  const button = page.getByRole("button", { name: "Freeze a report" });
  await button.focus();
  const dialog = page.getByRole("dialog", { name: "Freeze a report" });
  await expect(async () => {
    await page.keyboard.press("Enter");
    await expect(dialog).toBeVisible({ timeout: 1_000 });
  }).toPass();
  await tabTo(page, /^Freeze$/);
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(/\/reports\/rpt_/);
});
