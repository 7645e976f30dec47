import type { Browser, Page } from "@playwright/test";
import { labelView, type ReviewSetView, raterList, reviewQueue, reviewSetView } from "../lib/contracts";
import { expect, test } from "./fixtures";
import { actedAblation, runOf } from "./world/acted-ablation";
import { api, serverUrl } from "./world/server";

/** New each time: a set keeps its raters' progress. */
const NOW = Date.now();
const RUN = NOW.toString(36);
const [FIRST, SECOND] = [`Rater ${RUN} one`, `Rater ${RUN} two`];

async function makeSet(name: string, limit = 2): Promise<ReviewSetView> {
  const run = runOf(await actedAblation(), "process-only");
  const selection = { runs: [run.id], scored: "yes", format: "valid", minSteps: 2 };
  // Other traces each time: what an earlier try has decided of a trace stays decided.
  const set = { name, selection, raters: [FIRST, SECOND], limit, seed: (NOW + name.length) % 1_000_000 };
  return api().post("/api/v1/reviews", set, reviewSetView);
}

const label = (page: Page, step: number, name: string) =>
  page.getByRole("group", { name: `Label of step ${step}` }).getByRole("button", { name });

/** Says it by pointer. The page is drawn by the server before its buttons work: said twice, it is said once. */
async function say(page: Page, step: number, name: string): Promise<void> {
  await expect(async () => {
    await label(page, step, name).click();
    await expect(label(page, step, name)).toHaveAttribute("aria-pressed", "true", { timeout: 1_000 });
  }).toPass();
}

async function openAs(browser: Browser, rater: string, path: string): Promise<Page> {
  const context = await browser.newContext({ baseURL: serverUrl() });
  await context.addCookies([{ name: "stepwell-rater", value: encodeURIComponent(rater), url: serverUrl() }]);
  const page = await context.newPage();
  await page.goto(path);
  await expect(page.getByText("All changes saved")).toBeVisible();
  return page;
}

const raterIn = (set: ReviewSetView, name: string) =>
  set.raters.find((rater) => rater.name === name)?.id ?? "";

test("who is new says a name once, and labels under it", async ({ page }) => {
  const set = await makeSet(`Names ${RUN}`);
  await page.goto(`/review/${set.id}/label`);
  const chosen = page.getByRole("button", { name: `Labelling as ${FIRST}` });
  await expect(async () => {
    await page.getByRole("button", { name: FIRST, exact: true }).click({ timeout: 1_000 });
    await expect(chosen).toBeVisible({ timeout: 5_000 });
  }).toPass();
  await expect(page.getByText("All changes saved")).toBeVisible();
  const { raters } = await api().get(`/api/v1/reviews/raters?project=${set.projectId}`, raterList);
  expect(raters.map(({ name }) => name)).toContain(SECOND);
});

test("nothing is lost without a server, over a reload, and an undo reaches back", async ({ browser }) => {
  const set = await makeSet(`Away ${RUN}`);
  const page = await openAs(browser, FIRST, `/review/${set.id}/label`);
  await say(page, 1, "Good");
  await expect(page.getByText("All changes saved")).toBeVisible();

  await page.route("**/api/v1/labels", (route) => route.abort());
  await page.keyboard.press("j");
  await page.keyboard.press("4");
  await expect(page.getByText(/2 changes unsaved, kept on this device/)).toBeVisible();
  await page.reload();
  await expect(label(page, 2, "First error")).toHaveAttribute("aria-pressed", "true");
  await expect(page.getByText(/2 changes unsaved, kept on this device/)).toBeVisible();

  await page.unroute("**/api/v1/labels");
  await page.getByRole("button", { name: "Try now" }).click();
  await expect(page.getByText("All changes saved")).toBeVisible();
  const rater = raterIn(set, FIRST);
  const { items } = await api().get(`/api/v1/reviews/${set.id}/queue?rater=${rater}`, reviewQueue);
  const stored = () =>
    api().get(`/api/v1/reviews/${set.id}/label?rater=${rater}&trace=${items[0]?.traceId}`, labelView);
  expect((await stored()).trace?.firstError).toBe(2);
  expect((await stored()).evidence).toBeNull();

  await page.keyboard.press("u");
  await expect(label(page, 2, "First error")).toHaveAttribute("aria-pressed", "false");
  await expect(page.getByText("All changes saved")).toBeVisible();
  expect((await stored()).trace).toBeNull();
  await page.context().close();
});

test("two raters label blind, differ, and one decides", async ({ page, browser }) => {
  const set = await makeSet(`Differ ${RUN}`, 1);
  const one = await openAs(browser, FIRST, `/review/${set.id}/label`);
  await expect(one.getByText(/^Blind: c/)).toBeVisible();
  await say(one, 1, "Good");
  await say(one, 2, "First error");
  await one.keyboard.press("Enter");
  await expect(one.getByText("Nothing is left to do for you in this set.")).toBeVisible();
  await expect(one.getByRole("heading", { name: "Verdict and origin" })).toBeVisible();
  await one.context().close();

  const two = await openAs(browser, SECOND, `/review/${set.id}/label`);
  await expect(two.getByText(/^Blind: c/)).toBeVisible();
  await say(two, 1, "Good");
  await say(two, 2, "Good");
  await two.getByRole("button", { name: "No step is wrong" }).click();
  await two.getByRole("button", { name: "Done, next" }).click();
  await expect(two.getByText("Nothing is left to do for you in this set.")).toBeVisible();
  await expect(two.getByText("All changes saved")).toBeVisible();
  await two.context().close();

  await page.goto(`/review/${set.id}`);
  await expect(page.getByText(/Raters differ on 1 trace; 1 not decided yet/)).toBeVisible();
  await page.getByRole("link", { name: "Decide them" }).click();
  await expect(page.getByText("label of step 2; first error")).toBeVisible();
  await say(page, 2, "First error");
  await expect(page.getByText("decided", { exact: true }).first()).toBeVisible();
  await expect(page.getByText("All changes saved")).toBeVisible();

  await page.goto(`/review/${set.id}/agreement`);
  await expect(page.getByRole("heading", { name: `${FIRST} and ${SECOND}` })).toBeVisible();
  await expect(page.getByText("Continuations (c_i)", { exact: true }).first()).toBeVisible();
});
