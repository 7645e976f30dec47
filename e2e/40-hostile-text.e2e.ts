import { TINY_REWARD } from "../lib/presets/quickstart";
import { expect, test } from "./fixtures";
import { HOSTILE } from "./support/hostile";
import { untilKeysWork } from "./support/keys";
import { expectOnlyText, FREEZE_MS, longestTask, strangersOf, watchTasks } from "./support/only-text";
import { tracesOf } from "./world/acted-ablation";
import { type ActedRun, startRun } from "./world/acted-run";
import { hostileTrace, IMAGE, LINK, SCRIPT, traceOfTexts } from "./world/hostile-trace";

let run: ActedRun;
let trace = "";
let corpus = "";

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
  await run.logTrace(
    traceOfTexts(
      HOSTILE.map((hostile) => hostile.text),
      2,
    ),
  );
  const rows = await tracesOf(run.runId, "order=asc");
  trace = rows[0]?.id ?? "";
  corpus = rows[1]?.id ?? "";
});

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

test("a corpus of tricks renders inert, asks nobody for anything and does not freeze the page", async ({
  page,
  baseURL,
}) => {
  const strangers = strangersOf(page, baseURL);
  await watchTasks(page);
  await page.goto(`/traces/${corpus}`);
  await expect(page.locator(`#s${HOSTILE.length}`)).toBeAttached();
  await expectOnlyText(page);
  expect(await longestTask(page)).toBeLessThan(FREEZE_MS);

  await untilKeysWork(page);
  await page.keyboard.press("m");
  await expect(page.getByRole("radio", { name: "Rendered" })).toBeChecked();
  for (const i of HOSTILE.keys()) {
    await page.locator(`#s${i + 1}`).scrollIntoViewIfNeeded();
    await expectOnlyText(page);
  }
  expect(await longestTask(page)).toBeLessThan(FREEZE_MS);
  expect(strangers).toEqual([]);
  // Nothing pushed the page wider than its window.
  expect(await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)).toBe(0);
});

test("rendered texts say where a link would lead, and why one is shown as written", async ({ page }) => {
  await page.goto(`/traces/${corpus}?text=rendered`);
  const step = (name: string) =>
    page.locator(`#s${HOSTILE.findIndex((hostile) => hostile.name === name) + 1}`);
  for (const [name, says] of [
    ["script link", "⟨javascript:window.pwned='link'⟩"],
    ["remote picture", "⟨https://evil.example/pixel.png⟩"],
    ["link in a formula", "\\href{javascript:window.pwned=1}{x}"],
    ["macro without end", "\\def\\x{\\x\\x}\\x"],
    ["many", "Too many parts to draw: shown as written."],
    ["nested quotes", "Nested too deeply to draw: shown as written."],
    ["line of 100,000 characters", "More than 20,000 characters: shown as written."],
  ] as const) {
    await step(name).scrollIntoViewIfNeeded();
    await expect(step(name).getByText(says).first()).toBeVisible();
  }
});
