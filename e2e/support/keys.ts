import { expect, type Page } from "@playwright/test";

/** Waits until the page answers to keys: one that has just come may be drawn before it listens. */
export async function untilKeysWork(page: Page): Promise<void> {
  const help = page.getByRole("dialog", { name: "Keys of this page" });
  await expect(async () => {
    await page.keyboard.press("?");
    await expect(help).toBeVisible({ timeout: 1_000 });
  }).toPass();
  await page.keyboard.press("Escape");
  await expect(help).toHaveCount(0);
}
