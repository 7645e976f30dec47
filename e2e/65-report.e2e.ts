import { spawnSync } from "node:child_process";
import { randomUUID } from "node:crypto";
import { writeFileSync } from "node:fs";
import type { Page } from "@playwright/test";
import { ablationResults, ablationsPage, reportDocument, resultSetList } from "../lib/contracts";
import { ROOT } from "../scripts/lib/home";
import { expect, test } from "./fixtures";
import { pairedInWords } from "./support/by-hand";
import { bytesOf, figureFile, pngSize, savedBy, svgFacts } from "./support/taken-along";
import { finished, TRAINER_LIMIT_MS } from "./world/finish";
import { api, trainerLack } from "./world/server";

/** One researcher's question, from the launch form to the exported report; everything between is really trained. */
test.describe.configure({ mode: "serial" });

const NAME = `Journey ${randomUUID().slice(0, 8)}: process against outcome`;
const CLAIM = "Process rewards do <b>not</b> hurt & may help; p < .05 was never seen.";
const QUESTIONS = 200;
const DECLARED = "process-only − outcome-only";

let ablation = "";
let report = "";

test.beforeEach(() => {
  const lack = trainerLack();
  test.skip(lack !== "", `nothing to report on without a trainer: ${lack}`);
});

const results = () => api().get(`/api/v1/ablations/${ablation}/results`, ablationResults);
const panelOf = (page: Page, title: string | RegExp) =>
  page
    .locator("section")
    .filter({ has: page.getByRole("heading", { name: title, level: 2, exact: typeof title === "string" }) });

/** A view of Compare, by its tab. */
async function openView(page: Page, view: string): Promise<void> {
  await page.goto(`/compare?ablation=${ablation}`);
  await page
    .getByRole("navigation", { name: "Views of this comparison" })
    .getByRole("link", { name: view, exact: true })
    .click();
  await expect(page).toHaveURL(new RegExp(`/compare/[a-z-]+\\?ablation=${ablation}`));
}

/** Settings short enough to wait for, and long enough that the model answers some questions. */
async function fillForm(page: Page): Promise<void> {
  await page.getByLabel("Name", { exact: true }).fill(NAME);
  await page.getByRole("button", { name: "Remove SFT alone" }).click();
  await page.getByRole("button", { name: "Remove mixed" }).click();
  await page.getByRole("textbox", { name: /^Seeds/ }).fill("1-2");
  const warmUp = panelOf(page, "Rewriting and warm-up (SFT)");
  await warmUp.getByLabel("Prompts to rewrite").fill("4000");
  await warmUp.getByLabel("Learning rate").fill("4e-3");
  await warmUp.getByLabel("Traces per train step").fill("64");
  await warmUp.getByLabel("Train steps at the most").fill("80");
  await warmUp.getByLabel("Checkpoint every").fill("80");
  const grpo = panelOf(page, "GRPO");
  await grpo.getByLabel("Learning rate").fill("3e-4");
  await grpo.getByLabel("Responses per prompt").fill("8");
  const evaluation = panelOf(page, "Evaluation");
  await evaluation.getByRole("textbox", { name: /^Questions each/ }).fill(String(QUESTIONS));
  await evaluation.getByLabel("Batch size").fill(String(QUESTIONS));
}

test("two arms, two seeds and one declared contrast are launched from the form", async ({ page }) => {
  await page.goto("/launch?preset=tiny-smoke");
  await fillForm(page);
  const comparison = panelOf(page, "Comparison, declared before launch");
  const declare = comparison.getByRole("checkbox", { name: /^Declare one contrast now/ });
  await declare.uncheck();
  await expect(comparison).not.toContainText("The declared contrast is judged on its own");
  await declare.check();
  await expect(comparison).toContainText("The declared contrast is judged on its own");
  await expect(comparison.getByLabel("Arm", { exact: true })).toHaveValue("process-only");
  await expect(comparison.getByLabel("minus")).toHaveValue("outcome-only");
  await expect(page.getByText("What 2 seeds can show")).toBeVisible();

  await page.getByRole("button", { name: "Launch", exact: true }).click();
  await expect(page).toHaveURL(/\/ablations\/abl_/);
  ablation = new URL(page.url()).pathname.split("/").at(-1) ?? "";
  await expect(page.getByRole("heading", { name: NAME, level: 1 })).toBeVisible();
  // A head, the shared warm-up, and the two arms.
  await expect(page.getByRole("table", { name: "Arms by seeds" }).getByRole("row")).toHaveCount(4);
});

test("two trained seeds are told, and carry no verdict", async ({ page }) => {
  test.setTimeout(TRAINER_LIMIT_MS);
  await finished(ablation);
  await page.goto(`/compare?ablation=${ablation}`);
  const words = panelOf(page, /^What these results have shown/);
  await expect(words).toContainText(`Declared before launch: ${DECLARED}`);
  await expect(words).toContainText("S = 2: not enough seeds for a verdict");
  await expect(words).not.toContainText("p = ");
});

test("a third seed is added, with its price and its danger said before", async ({ page }) => {
  test.setTimeout(TRAINER_LIMIT_MS);
  await page.goto(`/ablations/${ablation}`);
  await page.getByRole("button", { name: "Add seeds" }).click();
  const dialog = page.getByRole("dialog", { name: "Add seeds" });
  const seeds = dialog.getByLabel("Seeds to add");
  await seeds.fill("2-3");
  await expect(seeds).toHaveAccessibleDescription("part of this ablation already: 2");
  await seeds.fill("3");
  await expect(dialog.getByText(/^2 of 2 seeds have finished\. .*optional stopping/)).toBeVisible();
  await dialog.getByRole("button", { name: "Add 1 seed" }).click();
  await expect(dialog).toHaveCount(0);
  const grid = page.getByRole("table", { name: "Arms by seeds" });
  await expect(grid.getByRole("columnheader", { name: /^Seed 3/ })).toBeVisible();
  await expect(page.getByRole("list", { name: "Seeds added after the launch" })).toContainText(
    "Seed 3 was added on",
  );
  await finished(ablation);
  await expect(grid.getByRole("columnheader", { name: /^Seed 3.*finished$/ })).toBeVisible();

  const { cells } = await results();
  const warmUps = [1, 2, 3].map((seed) => [
    ...new Set(cells.filter((cell) => cell.seed === seed).map((cell) => cell.warmUpRunId)),
  ]);
  expect(warmUps.map((of) => of.length)).toEqual([1, 1, 1]);
  expect(new Set(warmUps.flat()).size).toBe(3);
});

test("three seeds carry the declared contrast on top, with the numbers that a hand computes", async ({
  page,
}) => {
  const { cells, benchmarks } = await results();
  const [benchmark] = benchmarks;
  const percent = (arm: string, seed: number) => {
    const of = cells.find((c) => c.arm === arm && c.seed === seed && c.benchmark === benchmark?.key);
    return (100 * (of?.correct ?? Number.NaN)) / QUESTIONS;
  };
  const difference = (seed: number) => percent("process-only", seed) - percent("outcome-only", seed);

  await page.goto(`/compare?ablation=${ablation}`);
  const first = page.getByRole("figure").first();
  await expect(first.getByRole("heading", { level: 3 }).first()).toHaveText(
    new RegExp(`^${DECLARED}\\s*declared before launch: tested on its own$`),
  );
  await expect(first).toContainText(pairedInWords([difference(1), difference(2), difference(3)]));
  await expect(first).toContainText("S = 3");
  const words = panelOf(page, /^What these results have shown/);
  await expect(words).toContainText(
    /S = 3: (distinguishable|not distinguishable|practically equal|not enough seeds for a verdict)\./,
  );
  await expect(words).toContainText(
    /Seed 3 was added on .* after 2 of 2 seeds had finished: .*optional stopping/,
  );
  const accuracy = page.getByRole("table", { name: "Accuracy by arm and benchmark" });
  await expect(accuracy.getByRole("row", { name: /^process-only/ })).toContainText("S = 3");
});

test("a cell of the four opens its questions, a question what both wrote", async ({ page }) => {
  await openView(page, "Questions");
  const cell = page.getByRole("button", { name: /^both wrong/ });
  await cell.click();
  await expect(cell).toHaveAttribute("aria-pressed", "true");
  const count = Number(/^both wrong\s*(\d+?)\d{1,3}\.\d%$/.exec((await cell.textContent()) ?? "")?.[1] ?? 0);
  expect(count).toBeGreaterThan(0);
  const list = page.getByRole("list", { name: "Questions of this list" });
  await list.getByRole("button").nth(1).click();
  await expect(page).toHaveURL(/question=/);
  const pane = page.getByRole("region", { name: /^Question / });
  await expect(pane.getByRole("article")).toHaveCount(2);
  await expect(pane.getByText("wrong", { exact: true })).toHaveCount(2);
  await expect(pane.getByText("Reference answer")).toBeVisible();
  await expect(pane.getByRole("link", { name: /^checkpoint at train step 3$/ })).toHaveCount(2);
  const address = page.url();
  await page.reload();
  expect(page.url()).toBe(address);
  await expect(pane.getByRole("article")).toHaveCount(2);
});

test("curves show mean, band and n, and the file holds them", async ({ page }) => {
  await openView(page, "Curves");
  const reward = page
    .getByRole("figure")
    .filter({ has: page.getByRole("heading", { name: "Reward R", exact: true }) });
  await expect(reward.getByText("n = 3 of 3 seeds")).toHaveCount(2);
  const { name, bytes } = await figureFile(reward, "Reward R", "CSV");
  expect(name).toMatch(/\.csv$/);
  const [head, ...rows] = bytes.toString().trim().split("\r\n");
  expect(head).toMatch(/^arm,.*,n,mean,t95_lo,t95_hi,seed_1,.*seed_2,.*seed_3/);
  // Three train steps of two arms.
  expect(rows).toHaveLength(6);
  const [n, mean, lo, hi] = rows[0]?.split(",").slice(4, 8).map(Number) ?? [];
  expect(n).toBe(3);
  expect(lo).toBeLessThanOrEqual(mean ?? Number.NaN);
  expect(hi).toBeGreaterThanOrEqual(mean ?? Number.NaN);
  const svg = await svgFacts(page, (await figureFile(reward, "Reward R", "SVG")).bytes.toString());
  expect(svg).toMatchObject({ root: "svg", broken: false, active: 0, unresolved: false });
  expect(svg.text).toContain("process-only, n = 3 of 3 seeds");
});

test("fewer continuations are answered from stored ones, and more lead to the launch form", async ({
  page,
}) => {
  await openView(page, "Sensitivity");
  const words = panelOf(page, "In words");
  const told = words.getByRole("listitem").filter({ hasText: "stored responses of 3 seeds" });
  await expect(told).toHaveCount(2);
  await expect(told.filter({ hasText: "outcome-only drew no continuations" })).toHaveCount(1);
  const half = told.filter({
    hasText: /With 1 of the 2 continuations, the gate would have decided otherwise on/,
  });
  await expect(half).toHaveCount(1);
  await expect(
    page
      .getByRole("figure")
      .filter({ has: page.getByRole("heading", { name: "Gate decides otherwise" }) })
      .getByRole("img"),
  ).toBeVisible();
  await page.getByLabel("reward", { exact: true }).selectOption({ label: "Outcome only" });
  await expect(words).toContainText("its reward gives the process part no weight");
  await page.getByLabel("reward", { exact: true }).selectOption({ label: "as each arm was trained" });
  await expect(half).toHaveCount(1);

  await panelOf(page, "What only retraining can tell").getByRole("link", { name: "M = 8" }).click();
  await expect(page).toHaveURL(/\/launch\?/);
  const filled = page.getByRole("region", { name: "Filled in from another page" });
  await expect(filled).toContainText(/M continuations per prefix:\s*2\s*→\s*8/);
});

test("another τ or scheme changes what would have been pushed; what is stored is recomputed without a difference", async ({
  page,
}) => {
  const stored = async () => (await api().get("/api/v1/ablations", ablationsPage)).total;
  const before = await stored();
  await openView(page, "What if");
  const arm = panelOf(page, "process-only");
  await expect(arm).toContainText("nothing changes");
  await expect(arm).toContainText(
    /recomputed as trained, 0 of [1-9][\d,]* rewards and 0 of [1-9][\d,]* advantages differ/,
  );
  const summary = page.getByRole("table").first();
  const column = (await summary.getByRole("columnheader").allTextContents()).indexOf("Mean R");
  expect(column).toBeGreaterThan(0);
  const mean = summary
    .getByRole("row", { name: /^process-only/ })
    .getByRole("cell")
    .nth(column);
  const asTrained = await mean.textContent();

  await page.getByRole("textbox", { name: "τ", exact: true }).fill("0");
  await expect(page).toHaveURL(/tau=0/);
  await expect(arm).toContainText("τ 0.5 → 0");
  await expect(arm).not.toContainText("nothing changes");
  await expect(mean).not.toHaveText(asTrained ?? "");
  const withTau = await mean.textContent();
  await page.getByRole("combobox", { name: "scheme" }).selectOption({ label: "Outcome only" });
  await expect(arm).toContainText("scheme Weighted → Outcome only");
  await expect(mean).not.toHaveText(withTau ?? "");
  await page.getByRole("combobox", { name: "scheme" }).selectOption({ label: "Progress" });
  await expect(arm).toContainText("scheme Weighted → Progress");

  await arm.getByRole("link", { name: "Train with this as a new arm" }).click();
  await expect(page).toHaveURL(/\/launch\?/);
  const filled = page.getByRole("region", { name: "Filled in from another page" });
  await expect(filled).toContainText("a copy of process-only");
  await expect(filled).toContainText(/τ gate on R_proc:\s*0\.5\s*→\s*0/);
  // The new arm stands beside the two that were trained; nobody has launched it.
  await expect(page.getByRole("textbox", { name: /^Name of arm \d$/ })).toHaveCount(3);
  expect(await stored()).toBe(before);
});

test("the cost page names the ratio to outcome-only, and what it was bought with", async ({ page }) => {
  await openView(page, "Cost");
  await expect(
    page.getByText(
      /^process-only sampled [\d.]+ times \[[\d.]+, [\d.]+\] the tokens of outcome-only .*\(paired by seed, n = 3; 95%\)\.$/,
    ),
  ).toBeVisible();
  await expect(page.getByText(/^Price of a point that process-only gains on outcome-only/)).toBeVisible();
});

/** Freezes what Compare shows, with the same claim each time; answers the report's address. */
async function freeze(page: Page): Promise<string> {
  await page.goto(`/compare?ablation=${ablation}`);
  await page.getByRole("button", { name: "Freeze a report" }).click();
  const dialog = page.getByRole("dialog", { name: "Freeze a report" });
  await dialog.getByLabel(/^What you claim/).fill(CLAIM);
  await dialog.getByRole("button", { name: "Freeze", exact: true }).click();
  await expect(page).toHaveURL(/\/reports\/rpt_/);
  return new URL(page.url()).pathname;
}

test("a report freezes claim, table, forest, curves, cost and every setting", async ({ page }) => {
  report = await freeze(page);
  await expect(page.getByRole("heading", { name: NAME, level: 1 })).toBeVisible();
  await expect(page.getByText(/the same conclusions \(\d+ values/)).toBeVisible();
  const section = (name: string) => page.getByRole("region", { name, exact: true });
  const evidence = section("What the evidence supports");
  await expect(evidence.getByText(CLAIM)).toBeVisible();
  await expect(evidence).toContainText(`Declared before launch: ${DECLARED}`);
  await expect(evidence).toContainText("Seed 3 was added on");
  await expect(section("Accuracy").getByRole("row", { name: /^process-only/ })).toContainText(
    "S = 3, n = 200",
  );
  await expect(section("Differences").getByRole("img", { name: "Differences of accuracy" })).toBeVisible();
  await expect(section("Training").getByRole("img", { name: "Training curves" })).toBeVisible();
  await expect(section("Cost")).toContainText("Against outcome-only:");
  await expect(section("Sensitivity of the reward, from stored continuations")).toContainText(
    "trained with M = 2",
  );
  await expect(section("Data health")).toContainText(/0 of [\d,]+ rewards and 0 of [\d,]+ advantages differ/);
  await expect(
    section("Settings")
      .getByRole("cell", { name: /^reward\.lambdaProcess/ })
      .first(),
  ).toBeVisible();
  await expect(section("Versions and seeds")).toContainText("1, 2 and 3");
});

test("freezing again without a change gives the same report", async ({ page }) => {
  expect(await freeze(page)).toBe(report);
  await expect(page.getByText("Nothing has changed")).toBeVisible();
  await page.goto("/reports");
  await expect(page.getByRole("link", { name: NAME, exact: true })).toHaveCount(1);
});

test("LaTeX and CSV hold the interval and S, JSON comes to the same conclusions elsewhere", async ({
  page,
}, info) => {
  await page.goto(report);
  const take = async (label: string) =>
    (
      await bytesOf(await savedBy(page, () => page.getByRole("link", { name: label, exact: true }).click()))
    ).toString();
  const latex = await take("LaTeX");
  expect(latex).toMatch(/Arm & \$S\$ & .*\n.*\$n=200\$/);
  const { cells, benchmarks } = await results();
  const own = cells.filter((c) => c.arm === "process-only" && c.benchmark === benchmarks[0]?.key);
  // Seeds that are all alike know nothing of their spread.
  const differ = new Set(own.map((cell) => cell.correct)).size > 1;
  const interval = differ ? String.raw`\$\[-?[\d.]+, [\d.]+\]\$` : String.raw`\(no interval\)`;
  expect(latex).toMatch(new RegExp(String.raw`^process-only & 3 & \$[\d.]+\$ ${interval}`, "m"));
  expect(latex).toMatch(/^process-only \$-\$ outcome-only\$\^\\ddagger\$ & [^&]+ & 3 & 200 & /m);
  const csv = await take("CSV");
  expect(csv).toMatch(/^accuracy,[^\n]*,process-only,3,200,/m);
  expect(csv).toMatch(/^difference,[^\n]*,process-only,outcome-only,contrast,3,200,.*1: .*; 2: .*; 3: /m);

  const json = await take("JSON");
  const document = reportDocument.parse(JSON.parse(json));
  expect(document.title).toBe(NAME);
  const again = (name: string, text: string) => {
    const file = info.outputPath(name);
    writeFileSync(file, text);
    return spawnSync(process.execPath, ["--import", "tsx", "scripts/report.ts", file], {
      cwd: ROOT,
      encoding: "utf8",
    });
  };
  const same = again("report.json", json);
  expect(same.stderr).toBe("");
  expect(same.stdout).toMatch(/Computed again from the frozen facts: all \d+ conclusions are the same\./);
  expect(same.status).toBe(0);
  const claimed = json.replace("Process rewards do", "Process rewards clearly do");
  expect(claimed).not.toBe(json);
  const altered = again("altered.json", claimed);
  expect(altered.stderr).toContain("the content is not what was frozen");
  expect(altered.status).toBe(2);
});

test("each kind of figure leaves as SVG and as PNG", async ({ page }) => {
  await page.goto(report);
  for (const title of ["Differences of accuracy", "Training curves"]) {
    const figure = page.getByRole("figure", { name: new RegExp(`^Figure \\d+\\. ${title}\\.`) });
    const svg = await figureFile(figure, title, "SVG");
    expect(svg.name).toMatch(/^[\p{L}\p{N}-]+\.svg$/u);
    const facts = await svgFacts(page, svg.bytes.toString());
    expect(facts).toMatchObject({ root: "svg", broken: false, active: 0, unresolved: false });
    expect(facts.marks).toBeGreaterThan(5);
    expect(facts.text).toContain("process-only");
    const png = await figureFile(figure, title, "PNG");
    const { width, height } = pngSize(png.bytes);
    expect(width).toBeGreaterThanOrEqual(1_000);
    expect(height).toBeGreaterThanOrEqual(150);
    // A blank picture of this size packs to far less.
    expect(png.bytes.length).toBeGreaterThan(5_000);
  }
});

test("on paper nothing is folded away, and the page prints", async ({ page }) => {
  await page.goto(report);
  const every = page.getByRole("cell", { name: /^grpo\.learningRate/ }).last();
  await expect(every).toBeHidden();
  await page.emulateMedia({ media: "print" });
  await expect(every).toBeVisible();
  await expect(page.getByRole("button", { name: "Print" })).toBeHidden();
  await expect(page.getByRole("navigation", { name: "Pages" })).toBeHidden();
  const pdf = await page.pdf({ format: "A4" });
  expect(pdf.subarray(0, 5).toString()).toBe("%PDF-");
  expect(pdf.length).toBeGreaterThan(50_000);
});

test("reported numbers laid beside it change nothing about what was trained here", async ({ page }) => {
  const { resultSets } = await api().get("/api/v1/result-sets", resultSetList);
  const example = resultSets.find((set) => set.example);
  // Arms of one name are told apart by where they come from; all else must stay to the letter.
  const plain = (texts: string[]) => texts.map((text) => text.replaceAll(` (${NAME})`, ""));
  const told = async () => ({
    words: plain(
      await panelOf(page, /^What these results have shown/)
        .getByRole("paragraph")
        .allInnerTexts(),
    ),
    rows: plain(await page.getByRole("figure").first().locator("section").allInnerTexts()),
  });
  await page.goto(`/compare?ablation=${ablation}`);
  await expect(page.getByText(`Declared before launch: ${DECLARED}`)).toBeVisible();
  const alone = await told();
  expect(alone.words.length).toBeGreaterThan(1);
  expect(alone.rows.length).toBeGreaterThan(1);

  await page.getByRole("button", { name: /^Imported results/ }).click();
  await page
    .getByRole("dialog", { name: "Imported results" })
    .getByRole("checkbox", { name: new RegExp(`^${example?.name}`) })
    .click();
  await expect(page).toHaveURL(new RegExp(`imported=${example?.id}`));
  const accuracy = page.getByRole("table", { name: "Accuracy by arm and benchmark" });
  await expect(accuracy.getByRole("row", { name: /imported, 1 run/ })).toHaveCount(6);
  expect(await told()).toEqual(alone);
});
