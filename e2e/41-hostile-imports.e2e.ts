import type { Page } from "@playwright/test";
import { raterCookie } from "../lib/domain/rater-cookie";
import { expect, test } from "./fixtures";
import { HOSTILE } from "./support/hostile";
import { expectOnlyText, FREEZE_MS, longestTask, strangersOf, watchTasks } from "./support/only-text";
import { type HostileImport, hostileImport } from "./world/hostile-import";
import { SCRIPT } from "./world/hostile-trace";

let it: HostileImport;
let strangers: string[] = [];

test.beforeAll(async () => {
  it = await hostileImport();
});

test.beforeEach(async ({ page, baseURL }) => {
  strangers = strangersOf(page, baseURL);
  await watchTasks(page);
});

/** What is on the page is text alone; it asked nobody, led nowhere and did not freeze. */
async function expectInert(page: Page): Promise<void> {
  await expectOnlyText(page);
  expect(await longestTask(page)).toBeLessThan(FREEZE_MS);
  expect(strangers).toEqual([]);
  expect(
    await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth),
  ).toBeLessThanOrEqual(0);
}

async function open(page: Page, path: string): Promise<void> {
  await page.goto(path);
  await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
}

test("the import, its report and the problem it met", async ({ page }) => {
  await open(page, "/imports");
  // An override would turn our own words around too.
  await expect(page.getByRole("link", { name: /⟨U\+202E⟩evil/ }).first()).toBeVisible();
  await expectInert(page);
  await open(page, `/imports/${it.view.id}`);
  // Refused with its line, and the excerpt of it shown as it was written.
  await expect(page.getByText("<script>window.pwned=1</script>").first()).toBeVisible();
  await expect(page.getByText("⟨U+202E⟩").first()).toBeVisible();
  await expectInert(page);
});

test("the run and the ablation that they stand in", async ({ page }) => {
  for (const path of [`/runs/${it.run}`, "/runs?stage=import", `/ablations/${it.view.ablation.id}`]) {
    await open(page, path);
    await expectInert(page);
  }
});

test("the Explorer: list, words that are found, filters and the trace beside the list", async ({ page }) => {
  await open(page, `/traces?import=${it.view.id}&text=findme&peek=${it.traces[0]}`);
  await expect(page.getByRole("table", { name: "Traces" }).locator("mark").first()).toHaveText("findme");
  const peek = page.getByRole("complementary", { name: "The trace beside the list" });
  await expect(peek.getByText(SCRIPT).first()).toBeVisible();
  await expectInert(page);
  await page.goto(`/traces?import=${it.view.id}&view=breaks`);
  await expect(page.getByRole("table", { name: /^Verdict against process by c/ })).toBeVisible();
  await expectInert(page);
});

test("a trace as written and rendered, its scorers and its continuations", async ({ page }) => {
  await open(page, `/traces/${it.traces[0]}`);
  await expect(page.locator(`#s${HOSTILE.length + 2}`)).toBeAttached();
  await page.getByRole("button", { name: "Show 3 continuations" }).first().click();
  await expect(page.getByText("Prefix that each goes on from")).toBeVisible();
  await expectInert(page);
  await page.getByRole("radio", { name: "What successes did" }).check({ force: true });
  await page.getByRole("radio", { name: "Rendered" }).check({ force: true });
  await page.locator(`#s${HOSTILE.length + 2}`).scrollIntoViewIfNeeded();
  await expectInert(page);
});

test("two traces side by side", async ({ page }) => {
  await open(page, `/traces/compare?ids=${it.traces.join(",")}`);
  await expect(page.getByText(SCRIPT).first()).toBeVisible();
  await expectInert(page);
});

test("labelling, adjudication and agreement, with raters and notes of the same kind", async ({
  page,
  baseURL,
}) => {
  const [name = "", value = ""] = raterCookie(it.rater.name).split(";")[0]?.split("=") ?? [];
  await page.context().addCookies([{ name, value, url: baseURL ?? "" }]);
  await open(page, "/review");
  await expectInert(page);
  for (const view of ["", "/label", "/adjudicate", "/agreement"]) {
    await open(page, `/review/${it.set}${view}`);
    await expectInert(page);
  }
});

test("the preview of an export", async ({ page }) => {
  await open(page, `/traces?import=${it.view.id}`);
  await page.getByRole("button", { name: "Export…" }).click();
  const dialog = page.getByRole("dialog", { name: "Export traces" });
  for (const format of [/^Stepwell JSONL/, /^CSV/, /^Preference pairs/]) {
    await dialog.getByRole("radio", { name: format }).check({ force: true });
    const beginning = dialog.getByText("Beginning of the file");
    await expect(dialog.getByText(/of 2 traces/)).toBeVisible();
    if (await beginning.isVisible()) await beginning.click();
    await expectInert(page);
    expect(await dialog.locator("img, script, iframe, style").count()).toBe(0);
  }
});
