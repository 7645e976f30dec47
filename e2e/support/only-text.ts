import type { Page } from "@playwright/test";
import { expect } from "../fixtures";

declare global {
  interface Window {
    tasks: number[];
  }
}

/** A page that is busy for so long draws nothing and answers nobody: frozen, on however slow a machine. */
export const FREEZE_MS = 2_000;

/** Nothing of what a model or a file brought became an element, and nothing of it ran. */
export async function expectOnlyText(page: Page): Promise<void> {
  const found = await page.evaluate(() => ({
    pwned: "pwned" in window,
    images: document.querySelectorAll("main img").length,
    scripts: [...document.querySelectorAll("main script")].filter((s) => s.textContent?.includes("pwned"))
      .length,
    embedded: document.querySelectorAll("main :is(iframe, object, embed, style, base, meta)").length,
    // Forms of ours send nothing anywhere by themselves.
    forms: document.querySelectorAll("main form[action]").length,
    // Every link of ours stays in the product.
    links: [...document.querySelectorAll("main a")].filter(
      (a) => !/^[/#]/.test(a.getAttribute("href") ?? "/"),
    ).length,
  }));
  expect(found).toEqual({ pwned: false, images: 0, scripts: 0, embedded: 0, forms: 0, links: 0 });
}

/** Addresses outside of the product that the pages ask from now on. */
export function strangersOf(page: Page, baseURL: string | undefined): string[] {
  const strangers: string[] = [];
  page.on("request", (request) => {
    const { protocol } = new URL(request.url());
    const isOwn = protocol === "blob:" || request.url().startsWith(baseURL ?? "http://127.0.0.1");
    if (!isOwn) strangers.push(request.url());
  });
  return strangers;
}

/** Measures from now on how long pages are busy at a stretch. */
export async function watchTasks(page: Page): Promise<void> {
  await page.addInitScript(() => {
    window.tasks = [];
    new PerformanceObserver((list) => {
      window.tasks.push(...list.getEntries().map((entry) => entry.duration));
    }).observe({ type: "longtask", buffered: true });
  });
}

/** How long the page was busy at most since it was asked last. */
export async function longestTask(page: Page): Promise<number> {
  return page.evaluate(() => {
    const longest = Math.max(0, ...window.tasks);
    window.tasks = [];
    return longest;
  });
}
