import type { Page } from "@playwright/test";
import { expect, test } from "./fixtures";
import { untilKeysWork } from "./support/keys";
import { actedAblation, runOf, tracesOf } from "./world/acted-ablation";

/** A reader who goes through one trace, its group and its prompt's history, and sends a colleague to a place in it. */
async function scoredTrace() {
  const run = runOf(await actedAblation(), "process-only");
  const trace = (await tracesOf(run.id)).find((row) => row.steps.filter((s) => s.returned > 0).length > 1);
  if (!trace) throw new Error("no trace of two scored steps");
  return { run, trace };
}

const atStep = (page: Page) => page.locator("li[aria-current=step]");

test("keys walk the steps, open continuations, and ? says which keys there are", async ({ page }) => {
  const { trace } = await scoredTrace();
  await page.goto(`/traces/${trace.id}`);
  await untilKeysWork(page);
  await page.keyboard.press("j");
  await expect(atStep(page)).toHaveId("s1");
  await page.keyboard.press("j");
  await expect(atStep(page)).toHaveId("s2");
  await page.keyboard.press("k");
  await page.keyboard.press("o");
  await expect(page.getByText("Prefix that each goes on from")).toBeVisible();
  await page.keyboard.press("?");
  const help = page.getByRole("dialog", { name: "Keys of this page" });
  await expect(help.getByText("Next trace step")).toBeVisible();
  await page.keyboard.press("j");
  await expect(atStep(page)).toHaveId("s1");
  await page.keyboard.press("Escape");
  await expect(help).toHaveCount(0);
});

test("h and l walk the group, and a search counts what all continuations say", async ({ page }) => {
  const { trace } = await scoredTrace();
  await page.goto(`/traces/${trace.id}`);
  const nav = page.getByRole("navigation", { name: "Traces of the list" });
  await expect(nav).toContainText("of 4 in this group");
  await untilKeysWork(page);
  await page.keyboard.press((await nav.textContent())?.startsWith("4") ? "h" : "l");
  await expect(page).not.toHaveURL(new RegExp(trace.id));
  await page.goto(`/traces/${trace.id}`);
  await untilKeysWork(page);
  await page.keyboard.press("/");
  // Every continuation holds an answer tag, so hits stand in texts that are not open yet.
  await page.keyboard.type("</answer>");
  const search = page.getByRole("search");
  await expect(search.getByText(/^\d+ found$/)).toBeVisible();
  await page.keyboard.press("Enter");
  await expect(page.locator("mark[aria-current=true]")).toBeInViewport();
  await page.keyboard.press("Escape");
  await expect(page.locator("mark")).toHaveCount(0);
});

test("a link leads to a step, a continuation or the words that were selected", async ({ page, context }) => {
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  const { trace } = await scoredTrace();
  await page.goto(`/traces/${trace.id}#s2`);
  await expect(atStep(page)).toHaveId("s2");
  await page.goto(`/traces/${trace.id}?x#s1.c2`);
  await expect(page.locator('[id="s1.c2"]')).toBeInViewport();
  await page.locator("#s1 bdi[data-from]").first().selectText();
  await page.getByRole("button", { name: "Copy link to selection" }).click();
  const link = await page.evaluate(() => navigator.clipboard.readText());
  expect(link).toMatch(/#x\d+-\d+$/);
  const words = await page.locator("#s1 bdi[data-from]").first().textContent();
  await page.goto("/hosts");
  await page.goto(link);
  await expect(page.locator("#s1 mark[data-mark=range]")).toHaveText(words ?? "");
});

test("the group stands by advantage, and opens side by side from the step that differs", async ({ page }) => {
  const { trace } = await scoredTrace();
  await page.goto(`/traces/${trace.id}`);
  const group = page
    .locator("section")
    .filter({ has: page.getByRole("heading", { name: "Group", exact: true }) });
  const advantages = await group.locator("tbody tr td:last-child").allTextContents();
  const numbers = advantages.map((text) => Number(text.replace("−", "-"))).filter((n) => !Number.isNaN(n));
  expect(numbers).toEqual(numbers.toSorted((a, b) => b - a));
  await group.getByRole("link", { name: "Open 4 side by side" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "4 traces side by side" })).toBeVisible();
  await expect(page.getByRole("columnheader")).toHaveCount(4);
  await expect(
    page.getByRole("heading", { level: 2, name: /in common|differ from the first|are the same/ }),
  ).toBeVisible();
});

test("one prompt is followed through training with the arrow keys", async ({ page }) => {
  const run = runOf(await actedAblation(), "outcome-only");
  const [probe] = await tracesOf(run.id, "origin=probe&order=asc");
  if (!probe) throw new Error("the arm has no probe");
  await page.goto(`/traces/${probe.id}`);
  await page.getByRole("link", { name: "through training" }).click();
  await expect(page.getByText(new RegExp(`^train step ${probe.trainStep}: n = `))).toBeVisible();
  await untilKeysWork(page);
  await page.keyboard.press("ArrowRight");
  await expect(page).toHaveURL(/at=\d+/);
  await expect(page.getByText(/^train step \d+: n = /)).not.toHaveText(
    new RegExp(`^train step ${probe.trainStep}:`),
  );
  await page.getByRole("list", { name: "Samples of this train step" }).getByRole("button").first().click();
  await expect(page.getByRole("heading", { name: /^Sample \d+$/ })).toBeVisible();
});
