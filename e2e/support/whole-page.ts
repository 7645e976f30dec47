import type { Page } from "@playwright/test";
import { expect } from "../fixtures";

/** Scrolls from the top to the end and back, a screen at a time: some parts are read when they come into sight. */
async function scrollThrough(page: Page): Promise<void> {
  await page.evaluate(async () => {
    const frame = () => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
    for (let top = 0; top < document.documentElement.scrollHeight; top += window.innerHeight / 2) {
      window.scrollTo(0, top);
      await frame();
    }
    window.scrollTo(0, 0);
    await frame();
  });
}

/** Opens a page and waits until nothing on it is still to come. */
export async function openWhole(page: Page, path: string): Promise<void> {
  await page.goto(path);
  // Not by its role: behind an open dialog a page has no roles.
  await expect(page.locator("h1").first()).toBeVisible();
  await expect(async () => {
    await scrollThrough(page);
    const coming = page.locator(".animate-pulse, [aria-busy=true]");
    await expect(coming).toHaveCount(0, { timeout: 2_000 });
  }).toPass({ timeout: 20_000 });
}
