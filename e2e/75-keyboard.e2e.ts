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
  await page.goto(`/traces?run=${run.id}`);
  await tabTo(page, /^Mean solvability over/);
  await page.keyboard.press("ArrowRight");
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(/from=\d+/);
});
