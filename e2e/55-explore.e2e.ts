import type { Page } from "@playwright/test";
import { expect, test } from "./fixtures";
import { actedAblation, runOf } from "./world/acted-ablation";

const rows = (page: Page) => page.getByRole("table", { name: "Traces" }).locator("tbody tr[aria-rowindex]");
const count = (page: Page, traces: number) =>
  expect(
    page.getByText(`${traces.toLocaleString("en-US")} trace${traces === 1 ? "" : "s"}`, { exact: true }),
  ).toBeVisible();

/** The list is drawn by the server before its keys are there. */
async function press(page: Page, key: string, seen: () => Promise<void>): Promise<void> {
  await expect(async () => {
    await page.keyboard.press(key);
    await seen();
  }).toPass();
}

test("a filter narrows the list, stands in the address, and is taken away by its cross", async ({ page }) => {
  const { summary } = await actedAblation();
  await page.goto(`/traces?ablation=${summary.id}`);
  const menu = page.getByRole("dialog", { name: "Add a filter" });
  await press(page, "f", () => expect(menu).toBeVisible({ timeout: 1_000 }));
  await menu.getByLabel("Filter by").fill("outcome");
  await page.keyboard.press("Enter");
  await menu.getByRole("radio", { name: /^wrong/ }).click();
  await expect(page).toHaveURL(/outcome=wrong/);
  await expect(rows(page).first()).toContainText("wrong");
  await expect(rows(page).filter({ hasText: "right" })).toHaveCount(0);
  await page.reload();
  await page.getByRole("button", { name: "Outcome wrong: remove this filter" }).click();
  await expect(page).not.toHaveURL(/outcome/);
  await expect(rows(page).filter({ hasText: "right" }).first()).toBeVisible();
});

test("a head sorts, and a link shows another person the same", async ({ page }) => {
  const { summary } = await actedAblation();
  await page.goto(`/traces?ablation=${summary.id}&scored=yes`);
  await page.getByRole("button", { name: "Largest drop" }).click();
  await expect(page).toHaveURL(/sort=drop/);
  const head = page.getByRole("columnheader", { name: "Largest drop" });
  await expect(head).toHaveAttribute("aria-sort", "descending");
  // The name of its run comes after the rows.
  await expect(rows(page).first()).toContainText("seed");
  const first = await rows(page).first().textContent();
  await page.goto(page.url());
  await expect(head).toHaveAttribute("aria-sort", "descending");
  await expect(rows(page).first()).toHaveText(first ?? "");
});

test("the list is walked, read beside, chosen from and opened with keys alone", async ({ page }) => {
  const run = runOf(await actedAblation(), "process-only");
  await page.goto(`/traces?run=${run.id}&format=valid`);
  const current = rows(page).and(page.locator("[aria-current=true]"));
  await press(page, "j", () => expect(current).toHaveCount(1, { timeout: 1_000 }));
  await page.keyboard.press("Home");
  await expect(current).toHaveAttribute("aria-rowindex", "2");
  await page.keyboard.press("x");
  await page.keyboard.press("j");
  await page.keyboard.press("x");
  await expect(page.getByText("2 traces chosen")).toBeVisible();
  await expect(page.getByRole("link", { name: "Side by side" })).toHaveAttribute(
    "href",
    /ids=trc_\w+,trc_\w+$/,
  );
  await page.keyboard.press("p");
  const peek = page.getByRole("complementary", { name: "The trace beside the list" });
  await expect(peek.getByText(/^Trace step 1$/)).toBeVisible();
  const address = page.url();
  await page.keyboard.press("j");
  await expect(page).not.toHaveURL(address);
  await page.keyboard.press("Escape");
  await expect(peek).toHaveCount(0);
  await expect(current).toHaveAttribute("aria-rowindex", "4");
  await page.keyboard.press("o");
  await expect(page.getByRole("heading", { level: 1, name: /^Train step \d+, sample \d+$/ })).toBeVisible();
});

test("a cell of the heatmap opens its trace at that trace step", async ({ page }) => {
  const run = runOf(await actedAblation(), "process-only");
  await page.goto(`/traces?run=${run.id}&scored=yes&sort=meanC&order=asc`);
  await expect(async () => {
    // By its place on the screen: brought into view as a whole, the canvas would slip below the list's head.
    const heat = await page.locator("canvas[data-heat]").boundingBox();
    await page.mouse.click((heat?.x ?? 0) + 8, (heat?.y ?? 0) + 15);
    await expect(page).toHaveURL(/\/traces\/trc_\w+#s1$/, { timeout: 2_000 });
  }).toPass();
});

test("words are found in the texts, marked, and said to be where they are", async ({ page }) => {
  const { summary } = await actedAblation();
  await page.goto(`/traces?ablation=${summary.id}`);
  const search = page.getByRole("searchbox", { name: "Words in prompt, response or continuations" });
  await press(page, "/", () => expect(search).toBeFocused({ timeout: 1_000 }));
  const word =
    (await rows(page).first().locator("td").nth(2).textContent())?.match(/[A-Za-z]{4,}/)?.[0] ?? "";
  expect(word).not.toBe("");
  await search.fill(word);
  await expect(page).toHaveURL(/text=/);
  await expect(rows(page).first().locator("mark").first()).toHaveText(new RegExp(word, "i"));
});

test("filters that leave nothing say which of them to take away", async ({ page }) => {
  const run = runOf(await actedAblation(), "process-only");
  await page.goto(`/traces?run=${run.id}&minSteps=99&outcome=right`);
  await expect(page.getByRole("heading", { name: "No trace matches" })).toBeVisible();
  await expect(page.getByRole("button", { name: /^Without Outcome: right/ })).toBeDisabled();
  await page.getByRole("button", { name: /^Without Trace steps: at least 99/ }).click();
  await expect(rows(page).first()).toContainText("right");
});

test("a bar of where it breaks opens the traces that it counts", async ({ page }) => {
  const run = runOf(await actedAblation(), "process-only");
  await page.goto(`/traces?run=${run.id}&view=breaks`);
  const bar = page.getByRole("link", { name: /^(Never solvable|Solvable at the start)/ }).first();
  const traces = Number(
    (await bar.getAttribute("aria-label"))?.match(/, ([\d,]+) trace/)?.[1]?.replace(",", ""),
  );
  expect(traces).toBeGreaterThan(0);
  await bar.focus();
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(/(fate|lostStep)=/);
  await count(page, traces);
  await expect(rows(page)).toHaveCount(Math.min(traces, await rows(page).count()));
});

test("right answers of a broken process are a click away", async ({ page }) => {
  const { summary } = await actedAblation();
  await page.goto(`/traces?ablation=${summary.id}&view=breaks`);
  const matrix = page.getByRole("table", { name: "Verdict against process by c" });
  const cell = matrix
    .getByRole("row", { name: /^Right answer/ })
    .getByRole("link")
    .first();
  const traces = Number((await cell.textContent())?.replace(",", ""));
  await cell.click();
  await expect(page).toHaveURL(/outcome=right/);
  await count(page, traces);
});

test("the strip of the whole list scrolls it, by pointer and by keys", async ({ page }) => {
  const { summary } = await actedAblation();
  await page.goto(`/traces?ablation=${summary.id}`);
  const strip = page.getByRole("slider", { name: "Place in the whole list" });
  const last = page.locator("tbody tr[aria-rowindex]").last();
  const before = Number(await last.getAttribute("aria-rowindex"));
  await expect(async () => {
    await strip.focus();
    await page.keyboard.press("End");
    expect(Number(await last.getAttribute("aria-rowindex"))).toBeGreaterThan(before);
  }).toPass();
  await strip.click({ position: { x: 20, y: 2 } });
  await expect(rows(page).first()).toHaveAttribute("aria-rowindex", "2");
});
