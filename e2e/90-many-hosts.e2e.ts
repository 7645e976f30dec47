import { randomUUID } from "node:crypto";
import type { Locator, Page } from "@playwright/test";
import { hostControlAnswer, hostList } from "../lib/contracts";
import { expect, test } from "./fixtures";
import { type EngineHost, startRayHost, startSlurmHost } from "./world/engines";
import { finished, TRAINER_LIMIT_MS } from "./world/finish";
import { api, trainerLack } from "./world/server";

/**
 * One launch form, three kinds of hosts: warm-ups on this machine, two arms on a real Slurm, one on a real Ray head,
 * each behind a real agent, trained by the real trainer.
 */
test.describe.configure({ mode: "serial" });

const RUN = randomUUID().slice(0, 8);
const NAME = `Many hosts ${RUN}`;
const SLURM = `slurm-${RUN}`;
const RAY = `ray-${RUN}`;
/** Installing and starting two engines, where nothing of them is there yet. */
const ENGINES_LIMIT_MS = 600_000;
const LAUNCHERS = { [SLURM]: "Slurm cluster", [RAY]: "Ray cluster" };

const engines: EngineHost[] = [];
let lack = trainerLack();
let local = "";
let ablation = "";

/** Keeps an engine that started, and the reason where one cannot be here. */
async function keep(engine: Promise<EngineHost | string>): Promise<void> {
  const started = await engine;
  if (typeof started === "string") lack = started;
  else engines.push(started);
}

const hosts = async () => (await api().get("/api/v1/hosts", hostList)).hosts;

async function untilReady(names: string[]): Promise<void> {
  await expect(
    async () => {
      const ready = (await hosts()).filter(({ connected, trainerReady }) => connected && trainerReady);
      expect(ready.map(({ name }) => name)).toEqual(expect.arrayContaining(names));
    },
    engines.map((engine) => engine.output()).join("\n"),
  ).toPass({ timeout: 180_000 });
}

test.beforeAll(async () => {
  test.setTimeout(ENGINES_LIMIT_MS);
  if (lack !== "") return;
  await keep(startSlurmHost(SLURM));
  if (lack === "") await keep(startRayHost(RAY));
  if (lack !== "") return;
  await untilReady([SLURM, RAY]);
  local = (await hosts()).find(({ launcher, connected }) => launcher === "local" && connected)?.name ?? "";
});

test.afterAll(async () => {
  test.setTimeout(120_000);
  for (const engine of engines) await engine.close();
  // Other journeys have this machine to themselves again.
  for (const { id, name } of await hosts())
    if (name === SLURM || name === RAY)
      await api().post(`/api/v1/hosts/${id}/pause`, undefined, hostControlAnswer);
});

test.beforeEach(() => {
  test.skip(lack !== "", `one launch over many hosts needs them: ${lack}`);
});

const hostOf = (page: Page, line: string) =>
  page.getByRole("combobox", { name: `Host of ${line}`, exact: true });

/** Chooses a host by its name. */
async function choose(select: Locator, name: string): Promise<void> {
  const value = await select.locator("option", { hasText: name }).getAttribute("value");
  await select.selectOption(value ?? "");
}

/** The settings of a line's launcher, as a drawer. */
async function openLauncher(page: Page, line: string): Promise<Locator> {
  await page.getByRole("button", { name: `Launcher settings of ${line}`, exact: true }).click();
  return page.getByRole("dialog");
}

async function fill(drawer: Locator, settings: Record<string, string>): Promise<void> {
  for (const [label, value] of Object.entries(settings))
    await drawer.getByLabel(label, { exact: true }).fill(value);
}

async function takeOver(drawer: Locator): Promise<void> {
  await drawer.getByRole("button", { name: "Use here" }).click();
  await expect(drawer).toHaveCount(0);
}

test("one form sends warm-ups here, two arms to Slurm and one to Ray", async ({ page }) => {
  await page.goto("/launch?preset=tiny-smoke");
  await page.getByLabel("Name", { exact: true }).fill(NAME);
  await choose(hostOf(page, "Rewriting and warm-ups"), local);
  await choose(hostOf(page, "Arms"), SLURM);
  // A setting that Slurm would refuse is told in the drawer and cannot be taken over.
  const drawer = await openLauncher(page, "Arms");
  await fill(drawer, { Partition: "main", "Time limit": "soon" });
  await expect(drawer).toContainText("must be minutes");
  await expect(drawer.getByRole("button", { name: "Use here" })).toBeDisabled();
  await fill(drawer, { "Time limit": "0:30:00" });
  await takeOver(drawer);
  await choose(hostOf(page, "process-only"), RAY);
  await openLauncher(page, "process-only");
  await drawer.getByRole("checkbox", { name: "What Ray reserves for each job" }).check();
  await fill(drawer, { CPUs: "1" });
  await takeOver(drawer);

  const places = page.getByRole("list", { name: "Places" });
  const line = (name: string) => places.getByRole("listitem").filter({ hasText: name });
  await expect(line("mixed")).toContainText("Partition main");
  await expect(line("mixed")).toContainText("Time limit 0:30:00");
  await expect(line("process-only")).toContainText("CPUs 1");

  const work = page.getByRole("table", { name: "Expected work by host" });
  await expect(work.getByRole("row", { name: new RegExp(`^${SLURM}`) })).toContainText("× 4");
  await expect(work.getByRole("row", { name: new RegExp(`^${RAY}`) })).toContainText("× 2");
  await expect(page.getByText(`is copied from ${local} to ${SLURM}.`)).toBeVisible();

  await page.getByRole("button", { name: "Launch", exact: true }).click();
  await expect(page).toHaveURL(/\/ablations\/abl_/);
  ablation = new URL(page.url()).pathname.split("/").at(-1) ?? "";
});

test("every host does its part, and the ablation's page says which", async ({ page }) => {
  test.setTimeout(TRAINER_LIMIT_MS);
  await page.goto(`/ablations/${ablation}`);
  const jobs = await finished(ablation);
  const ran = (hostName: string | null) =>
    jobs.jobs.filter((job) => job.hostName === hostName).map((job) => job.name.replace(/ · seed.*/, ""));
  expect(new Set(ran(local))).toEqual(new Set(["rewrite traces", "warm-up"]));
  expect(new Set(ran(SLURM))).toEqual(new Set(["outcome-only", "mixed"]));
  expect(new Set(ran(RAY))).toEqual(new Set(["process-only"]));
  expect(jobs.jobs.map((job) => job.status)).toEqual(jobs.jobs.map(() => "succeeded"));

  const byHost = page.getByRole("list", { name: "Jobs by host" });
  await expect(byHost.getByRole("listitem").filter({ hasText: SLURM })).toContainText("4 jobs: 4 ended");
  await expect(byHost.getByRole("listitem").filter({ hasText: RAY })).toContainText("2 jobs: 2 ended");
  const row = page
    .getByRole("table", { name: "Jobs", exact: true })
    .getByRole("row", { name: /^mixed · seed 1 GRPO/ });
  await expect(row).toContainText(SLURM);
  await expect(row).toContainText("Partition main");
});

test("Compare shows the arms together, with the hosts that trained them", async ({ page }) => {
  await page.goto(`/compare?ablation=${ablation}`);
  const accuracy = page.getByRole("table", { name: "Accuracy by arm and benchmark" });
  const where = page.getByRole("table", { name: "Hosts by arm" });
  for (const [arm, host] of [
    ["outcome-only", SLURM],
    ["mixed", SLURM],
    ["process-only", RAY],
  ] as const) {
    await expect(accuracy.getByRole("row", { name: new RegExp(`^${arm}`) })).toBeVisible();
    const row = where.getByRole("row", { name: new RegExp(`^${arm}`) });
    await expect(row).toContainText(host);
    await expect(row).toContainText(LAUNCHERS[host] ?? "");
  }
  await expect(where.getByRole("row", { name: /^SFT alone/ })).toContainText(local);
  await expect(page.getByText(/^Not all arms were trained on the same hosts/)).toBeVisible();
});

test("the launch opens again with every place and setting", async ({ page }) => {
  await page.goto(`/launch?from=${ablation}`);
  const chosen = (line: string) => hostOf(page, line).locator("option:checked");
  await expect(chosen("Rewriting and warm-ups")).toContainText(local);
  await expect(chosen("Arms")).toContainText(SLURM);
  await expect(chosen("mixed")).toHaveText("as the arms");
  await expect(chosen("process-only")).toContainText(RAY);
  await expect(page.getByRole("list", { name: "Places" })).toContainText("Time limit 0:30:00");
});
