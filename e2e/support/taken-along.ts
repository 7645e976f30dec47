import { readFile } from "node:fs/promises";
import type { Download, Locator, Page } from "@playwright/test";

const PNG_MAGIC = "89504e470d0a1a0a";

/** What a download brought, after the browser has written all of it. */
export async function bytesOf(download: Download): Promise<Buffer> {
  return readFile(await download.path());
}

/** The file that a click makes the browser save. */
export async function savedBy(page: Page, click: () => Promise<void>): Promise<Download> {
  const [download] = await Promise.all([page.waitForEvent("download"), click()]);
  return download;
}

/** The figure's file in a format, by the menu that stands beside its title. */
export async function figureFile(figure: Locator, title: string, format: "SVG" | "PNG" | "CSV") {
  const page = figure.page();
  await figure.getByRole("button", { name: `Copy or download ${title}`, exact: true }).click();
  const menu = page.getByRole("dialog", { name: `Take ${title} along` });
  const row = menu.getByRole("row", { name: new RegExp(`^${format}`) });
  const download = await savedBy(page, () => row.getByRole("button", { name: "Download" }).click());
  await page.keyboard.press("Escape");
  return { name: download.suggestedFilename(), bytes: await bytesOf(download) };
}

/** Width and height in pixels of a PNG, from its header. Throws if it is none. */
export function pngSize(bytes: Buffer): { width: number; height: number } {
  if (bytes.subarray(0, 8).toString("hex") !== PNG_MAGIC) throw new Error("This is no PNG");
  return { width: bytes.readUInt32BE(16), height: bytes.readUInt32BE(20) };
}

/** What an SVG document holds, as the browser parses it. */
export async function svgFacts(page: Page, text: string) {
  return page.evaluate((markup) => {
    const document = new DOMParser().parseFromString(markup, "image/svg+xml");
    const all = [...document.querySelectorAll("*")];
    return {
      root: document.documentElement.nodeName,
      broken: document.querySelector("parsererror") !== null,
      // Whatever could run, or that looks different outside of this page.
      active: all.filter(
        (node) =>
          ["script", "foreignObject"].includes(node.nodeName) ||
          [...node.attributes].some(({ name, value }) => /^on/i.test(name) || /javascript:/i.test(value)),
      ).length,
      unresolved: markup.includes("var(--"),
      marks: document.querySelectorAll("path, line, circle, rect, polygon").length,
      text: document.documentElement.textContent ?? "",
    };
  }, text);
}
