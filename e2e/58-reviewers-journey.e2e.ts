import { readFileSync } from "node:fs";
import type { Locator, Page, TestInfo } from "@playwright/test";
import { z } from "zod";
import { explorerRows, importView } from "../lib/contracts";
import { expect, test } from "./fixtures";
import { runImport } from "./support/command";
import { savedBy } from "./support/taken-along";
import { firstErrorOf, JOURNEY_COUNTS, journeyLogs } from "./world/journey-logs";
import { api, serverUrl } from "./world/server";

/** New each time, so that the journey can be made again on a server that has seen it. */
const PROJECT = `Reviewer's journey ${Date.now().toString(36)}`;
/** Where the second rater sees the first error elsewhere: the trace whose second step is wrong. */
const DISPUTED = 1;

const record = z.object({ problem: z.string(), steps: z.array(z.string()), label: z.int() });

/** A picture of a station, for whoever looks at the report of a run. */
async function station(page: Page, info: TestInfo, name: string): Promise<void> {
  await info.attach(name, { body: await page.screenshot(), contentType: "image/png" });
}

/** The page is drawn by the server before its keys are there. */
async function press(page: Page, key: string, seen: () => Promise<void>): Promise<void> {
  await expect(async () => {
    await page.keyboard.press(key);
    await seen();
  }).toPass();
}

const rows = (page: Page) => page.getByRole("table", { name: "Traces" }).locator("tbody tr[aria-rowindex]");
const counted = (page: Page, label: string): Locator =>
  page.locator("dl > div").filter({ has: page.getByText(label, { exact: true }) });
const saved = (page: Page) => expect(page.getByText("All changes saved")).toBeVisible();
const step = (page: Page, i: number) => page.locator(`#step-${i}`);

/** Says by keys what is wrong with the trace that is open: the 0-based first error, -1 for none. */
async function judge(page: Page, label: number): Promise<void> {
  if (label < 0) await page.keyboard.press("0");
  else {
    for (let i = 0; i < label; i += 1) await page.keyboard.press("j");
    await expect(step(page, label + 1)).toHaveAttribute("aria-current", "step");
    await page.keyboard.press("4");
  }
  if (label !== 0) await page.keyboard.press("b");
}

async function stepTexts(page: Page): Promise<string[]> {
  return page.locator("li[id^=step-]").allTextContents();
}

/** Labels all traces of the queue that is open, as `said` says of each true first error. */
async function judgeAll(
  page: Page,
  said: (first: number, steps: readonly string[]) => number,
): Promise<void> {
  for (let left = JOURNEY_COUNTS.traces; left > 0; left -= 1) {
    await expect(page.getByText(`${left} to do`)).toBeVisible();
    const steps = await stepTexts(page);
    await judge(page, said(firstErrorOf(steps), steps));
    await page.keyboard.press("Enter");
  }
  await expect(page.getByText("Nothing is left to do for you in this set.")).toBeVisible();
  await saved(page);
}

async function becomeRater(page: Page, name: string): Promise<void> {
  await page.getByRole("button", { name: /^(Labelling as|Say who you are)/ }).click();
  const dialog = page.getByRole("dialog", { name: "Who is labelling?" });
  await dialog.getByRole("button", { name, exact: true }).click();
  await expect(page.getByRole("button", { name: `Labelling as ${name}` })).toBeVisible();
}

/** The address of a view of the set that is open. */
const viewOf = (page: Page, view: string) =>
  page.getByRole("navigation", { name: "Views of this review set" }).getByRole("link", { name: view });

test("import, filter, read, label blind, a second rater, adjudicate, export, and read back", async ({
  page,
  complaints,
}, info) => {
  test.setTimeout(240_000);
  // The connection is cut on purpose below.
  complaints.allow(/ERR_INTERNET_DISCONNECTED|Failed to fetch/);
  let set = "";
  let file = "";

  await test.step("two logs are imported, and the report says what they hold", async () => {
    await page.goto("/imports");
    await page.getByLabel("Choose files").setInputFiles(journeyLogs());
    await expect(page.getByText(/^detected: /)).toBeVisible();
    await expect(page.getByLabel("Format")).toHaveValue("processthinker");
    await page.getByLabel("Project").fill(PROJECT);
    await station(page, info, "1 import");
    await page.getByRole("button", { name: "Import", exact: true }).click();
    await expect(page).toHaveURL(/\/imports\/imp_/);
    await expect(page.getByRole("heading", { name: "Health report" })).toBeVisible();
    await expect(counted(page, "Traces")).toContainText(String(JOURNEY_COUNTS.traces));
    await expect(counted(page, "Trace steps")).toContainText(String(JOURNEY_COUNTS.traceSteps));
    await expect(counted(page, "Continuations returned")).toContainText(String(JOURNEY_COUNTS.continuations));
    await expect(counted(page, "Continuations lost")).toContainText(String(JOURNEY_COUNTS.lost));
    await expect(counted(page, "Refused records")).toContainText(String(JOURNEY_COUNTS.refused));
    await expect(page.getByRole("row", { name: /^refused rewards_20261120\.jsonl:7/ })).toBeVisible();
    await station(page, info, "2 health report");
  });

  await test.step("the Explorer narrows them by filter and by words, and the heatmap leads to a step", async () => {
    await page.getByRole("link", { name: "Read its traces" }).click();
    await expect(rows(page)).toHaveCount(JOURNEY_COUNTS.traces);
    await station(page, info, "3 explorer");
    const menu = page.getByRole("dialog", { name: "Add a filter" });
    await press(page, "f", () => expect(menu).toBeVisible({ timeout: 1_000 }));
    await menu.getByLabel("Filter by").fill("outcome");
    await page.keyboard.press("Enter");
    await menu.getByRole("radio", { name: /^wrong/ }).click();
    await expect(rows(page)).toHaveCount(3);
    await page.keyboard.press("Escape");
    const search = page.getByRole("searchbox", { name: "Words in prompt, response or continuations" });
    await search.fill("taking away");
    await expect(rows(page)).toHaveCount(1);
    await expect(rows(page).locator("mark").first()).toHaveText(/taking/i);
    await station(page, info, "4 explorer, searched");
    await page.getByRole("button", { name: "Clear all" }).click();
    await expect(rows(page).first()).toBeVisible();
  });

  await test.step("a trace is read with its continuations, and a link leads to one of them", async () => {
    await page.goBack();
    await expect(async () => {
      await page.locator("canvas[data-heat]").click({ position: { x: 8, y: 15 } });
      await expect(page).toHaveURL(/\/traces\/trc_\w+#s1$/, { timeout: 2_000 });
    }).toPass();
    await page.goto(`/traces/${await traceWith("So one side is 2")}`);
    await page.getByRole("button", { name: "Show 4 continuations" }).first().click();
    await expect(page.getByText("Prefix that each goes on from")).toBeVisible();
    await page.getByRole("radio", { name: "What successes did" }).check({ force: true });
    await station(page, info, "5 trace, first difference");
    await page.goto(`${new URL(page.url()).pathname}#s1.c4`);
    await page.reload();
    await expect(page.locator("[id='s1.c4']")).toBeInViewport();
  });

  await test.step("its project's traces become a review set for two", async () => {
    await page.goto(await explorerOf());
    await expect(rows(page)).toHaveCount(JOURNEY_COUNTS.traces);
    await page.getByRole("button", { name: "New review set…" }).click();
    const dialog = page.getByRole("dialog", { name: "New review set" });
    await dialog.getByLabel("Name", { exact: true }).fill("First errors");
    await dialog.getByLabel(/^Raters ?names/).fill("Ada, Ben");
    await expect(dialog.getByLabel("Blind")).toBeChecked();
    await station(page, info, "6 new review set");
    await dialog.getByRole("button", { name: "Make the set" }).click();
    await expect(page).toHaveURL(/\/review\/rvs_\w+$/);
    set = new URL(page.url()).pathname;
  });

  await test.step("the first rater labels blind by keys; neither a reload nor a lost connection loses anything", async () => {
    await becomeRater(page, "Ada");
    await viewOf(page, "Label").click();
    await expect(page.getByText(/^Blind: c/)).toBeVisible();
    await expect(page.getByText(/^c = /)).toHaveCount(0);
    const good = step(page, 1).getByRole("button", { name: /^Good/ });
    await press(page, "1", () => expect(good).toHaveAttribute("aria-pressed", "true", { timeout: 1_000 }));
    await saved(page);
    await page.reload();
    await expect(good).toHaveAttribute("aria-pressed", "true");
    await page.context().setOffline(true);
    await press(page, "2", () =>
      expect(step(page, 1).getByRole("button", { name: /^Neutral/ })).toHaveAttribute(
        "aria-pressed",
        "true",
        {
          timeout: 1_000,
        },
      ),
    );
    await expect(page.getByText(/^No connection: 1 change unsaved, kept on this device/)).toBeVisible();
    await station(page, info, "7 labelling without a connection");
    await page.context().setOffline(false);
    await page.reload();
    await expect(step(page, 1).getByRole("button", { name: /^Neutral/ })).toHaveAttribute(
      "aria-pressed",
      "true",
    );
    await saved(page);
    await press(page, "5", () =>
      expect(step(page, 1).getByRole("button", { name: /^Neutral/ })).toHaveAttribute(
        "aria-pressed",
        "false",
        {
          timeout: 1_000,
        },
      ),
    );
    await judgeAll(page, (first) => first);
  });

  await test.step("the second rater sees one first error elsewhere", async () => {
    await page.goto(set);
    await becomeRater(page, "Ben");
    await viewOf(page, "Label").click();
    await expect(page.getByRole("button", { name: "Labelling as Ben" })).toBeVisible();
    await expect(step(page, 1)).toHaveAttribute("aria-current", "step");
    await press(page, "j", () =>
      expect(step(page, 1)).not.toHaveAttribute("aria-current", "step", { timeout: 1_000 }),
    );
    await page.keyboard.press("k");
    await page.keyboard.press("k");
    await expect(step(page, 1)).toHaveAttribute("aria-current", "step");
    await judgeAll(page, (first) => (first === DISPUTED ? DISPUTED + 1 : first));
    await station(page, info, "8 all labelled");
  });

  await test.step("how far they agree is shown with its counts", async () => {
    await viewOf(page, "Agreement").click();
    const pair = page.locator("section").filter({ has: page.getByRole("heading", { name: "Ada and Ben" }) });
    // 5 of 6 first errors.
    await expect(pair).toContainText(/Same first error0\.83/);
    await expect(page.getByText("6 traces done by two or more")).toBeVisible();
    await station(page, info, "9 agreement");
  });

  await test.step("what they differ on is decided", async () => {
    await viewOf(page, "Adjudicate").click();
    await expect(page.getByText("Raters differ on")).toBeVisible();
    await expect(page.getByText("raters differ", { exact: true }).first()).toBeVisible();
    await station(page, info, "10 adjudication");
    const steps = page.getByRole("list", { name: "Trace steps" }).getByRole("listitem");
    await steps
      .filter({ hasText: "So one side is 2" })
      .getByRole("button", { name: /^First error/ })
      .click();
    await steps.filter({ hasText: "Opposite sides" }).getByRole("button", { name: /^Good/ }).click();
    await steps.filter({ hasText: "That is 2 + 5" }).getByRole("button", { name: /^Bad/ }).click();
    await expect(page.getByText("decided", { exact: true }).first()).toBeVisible();
    await saved(page);
    await page.getByRole("button", { name: "Take over what all agree on" }).click();
    await expect(page.getByText(/the adjudicated labels hold 5 of them/)).toBeVisible();
    await station(page, info, "11 adjudicated");
  });

  await test.step("the labels leave as ProcessBench", async () => {
    await page.goto(set);
    await page.getByRole("link", { name: "Its traces in the explorer" }).click();
    await expect(rows(page)).toHaveCount(JOURNEY_COUNTS.traces);
    await page.getByRole("button", { name: "Export…" }).click();
    const dialog = page.getByRole("dialog", { name: "Export traces" });
    await dialog.getByRole("radio", { name: /^ProcessBench/ }).check({ force: true });
    await dialog.getByLabel("Labels").selectOption("adjudicated");
    await expect(dialog.getByText(/from 6 of 6 traces/)).toBeVisible();
    await station(page, info, "12 export");
    const download = await savedBy(page, () => dialog.getByRole("link", { name: "Download" }).click());
    file = info.outputPath("processbench.jsonl");
    await download.saveAs(file);
    const records = recordsOf(readFileSync(file, "utf8"));
    expect(records).toHaveLength(JOURNEY_COUNTS.traces);
    for (const { steps, label } of records) expect(label).toBe(firstErrorOf(steps));
  });

  await test.step("and are the same where the file is imported again", async () => {
    const again = `${PROJECT}, read back`;
    const said = await runImport("processbench", file, "--project", again, "--url", serverUrl(), "--json");
    expect(JSON.parse(said.trim().split("\n").at(-1) ?? "")).toMatchObject({
      ...{ rows: JOURNEY_COUNTS.traces, traces: JOURNEY_COUNTS.traces, rejected: 0 },
    });
    const project = await projectNamed(again);
    const response = await fetch(`${serverUrl()}/api/v1/exports/processbench?project=${project}`);
    const byText = (text: string) =>
      recordsOf(text).sort((a, b) => (a.steps.join() < b.steps.join() ? -1 : 1));
    expect(byText(await response.text())).toEqual(byText(readFileSync(file, "utf8")));
  });
});

function recordsOf(text: string) {
  return text
    .trim()
    .split("\n")
    .map((line) => record.parse(JSON.parse(line)));
}

const importList = z.object({ imports: z.array(importView) });

async function projectNamed(name: string): Promise<string> {
  const { imports } = await api().get("/api/v1/imports", importList.loose());
  const project = imports.find((one) => one.project.name === name)?.project.id;
  if (!project) throw new Error(`no import into ${name}`);
  return project;
}

const explorerOf = async () => `/traces?project=${await projectNamed(PROJECT)}`;

/** The trace of the journey whose text holds these words. */
async function traceWith(words: string): Promise<string> {
  const query = new URLSearchParams({ project: await projectNamed(PROJECT), text: words });
  const { rows: found } = await api().get(`/api/v1/explorer/traces?${query}`, explorerRows);
  const [row] = found;
  if (!row || found.length > 1) throw new Error(`${found.length} traces hold: ${words}`);
  return row.id;
}
