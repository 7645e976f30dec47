import type { Page } from "@playwright/test";
import { TINY_REWARD } from "../lib/presets/quickstart";
import { expect, test } from "./fixtures";
import { tracesOf } from "./world/acted-ablation";
import { type ActedRun, startRun } from "./world/acted-run";
import { hostileTrace, IMAGE, LINK, SCRIPT } from "./world/hostile-trace";

let run: ActedRun;
let trace = "";

test.beforeAll(async () => {
  run = await startRun("hostile <b>name</b>");
  await run.logStep(1, 0.5);
  await run.logTrace(hostileTrace(TINY_REWARD, 1));
  await run.send("logs", [
    {
      type: "log",
      level: "warn",
      source: "stdout",
      text: `${SCRIPT} ${IMAGE} \u001b[31mred\u001b[0m \u0000`,
    },
  ]);
  trace = (await tracesOf(run.runId))[0]?.id ?? "";
});

/** Nothing of what the model wrote became an element, and nothing of it ran. */
async function expectOnlyText(page: Page): Promise<void> {
  const found = await page.evaluate(() => ({
    pwned: "pwned" in window,
    images: document.querySelectorAll("main img").length,
    scripts: [...document.querySelectorAll("main script")].filter((s) => s.textContent?.includes("pwned"))
      .length,
    links: document.querySelectorAll("a[href^='javascript:']").length,
  }));
  expect(found).toEqual({ pwned: false, images: 0, scripts: 0, links: 0 });
}

test("markup, scripts and links of a model are shown as the text that they are", async ({ page }) => {
  await page.goto(`/traces/${trace}`);
  const steps = page.getByRole("main").getByRole("list");
  await expect(steps.getByText(SCRIPT).first()).toBeVisible();
  await expect(steps.getByText(LINK).first()).toBeVisible();
  await page.getByRole("button", { name: "Show 2 continuations" }).first().click();
  await expect(page.getByText(`<step>${IMAGE}</step>`).first()).toBeVisible();
  await expectOnlyText(page);
});

test("what hides in a text is made visible", async ({ page }) => {
  await page.goto(`/traces/${trace}`);
  await expect(page.getByText("⟨U+202E⟩evil").first()).toBeVisible();
  await expect(page.getByText("before␀after").first()).toBeVisible();
});

test("200 KB in one trace step leave the page quick, and can be read to the end", async ({ page }) => {
  await page.goto(`/traces/${trace}`);
  await expect(page.getByText("the end of the long step")).toHaveCount(0);
  await page
    .getByRole("button", { name: /^Show 198,000 more/ })
    .first()
    .click();
  await expect(page.getByText(/the end of the long step$/).first()).toBeAttached();
  // A page that is busy for seconds would not draw a frame.
  const ms = await page.evaluate(
    () =>
      new Promise<number>((done) => {
        const from = performance.now();
        requestAnimationFrame(() => requestAnimationFrame(() => done(performance.now() - from)));
      }),
  );
  expect(ms).toBeLessThan(2_000);
  await expectOnlyText(page);
});

test("lists, logs and names show it as text too", async ({ page }) => {
  for (const path of [
    `/traces?run=${run.runId}`,
    `/runs/${run.runId}`,
    `/ablations/${run.ablationId}`,
    "/runs",
  ]) {
    await page.goto(path);
    await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
    await expectOnlyText(page);
  }
});
