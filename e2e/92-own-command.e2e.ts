import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type NotificationBody, notificationBody } from "../lib/contracts";
import { ROOT } from "../scripts/lib/home";
import { envPlace } from "../trainer-bridge/agent/python/env";
import { expect, test } from "./fixtures";
import { serverUrl, trainerLack } from "./world/server";

/** Somebody's web hook. */
class Hook {
  readonly got: NotificationBody[] = [];
  private readonly server: Server = createServer((request, response) => {
    let text = "";
    request.on("data", (part: Buffer) => {
      text += part.toString();
    });
    request.on("end", () => {
      this.got.push(notificationBody.parse(JSON.parse(text)));
      response.writeHead(204).end();
    });
  });

  async open(): Promise<string> {
    await new Promise<void>((resolve) => this.server.listen(0, "127.0.0.1", resolve));
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}/hook`;
  }

  close(): void {
    this.server.close();
  }
}

/** `stepwell run` as its user starts it. */
class Wrapped {
  private readonly folder = mkdtempSync(join(tmpdir(), "stepwell-wrapped-"));
  private said = "";
  private readonly process: ChildProcess;

  constructor(name: string, code: string) {
    const { python } = envPlace();
    const options = ["--server", serverUrl(), "--project", "own commands", "--name", name, "--grace", "5"];
    this.process = spawn(python, ["-m", "stepwell", "run", ...options, "--", python, "-c", code], {
      cwd: this.folder,
      env: {
        ...process.env,
        PYTHONPATH: join(ROOT, "trainer-bridge", "trainer"),
        STEPWELL_RUNS: join(this.folder, "runs"),
      },
    });
    for (const stream of [this.process.stdout, this.process.stderr])
      stream?.on("data", (part: Buffer) => {
        this.said += part.toString();
      });
  }

  /** The run's page, once it is announced. */
  async page(): Promise<string> {
    await expect(() => expect(this.said).toContain("/runs/run_")).toPass({ timeout: 30_000 });
    return /\/runs\/run_[0-9a-z]+/.exec(this.said)?.[0] ?? "";
  }

  async exitCode(): Promise<number | null> {
    await expect(() => expect(this.process.exitCode).not.toBeNull()).toPass({ timeout: 60_000 });
    return this.process.exitCode;
  }

  end(): void {
    this.process.kill("SIGKILL");
    rmSync(this.folder, { recursive: true, force: true, maxRetries: 5 });
  }
}

const FAILING = `
import stepwell, sys, time
for step in range(40):
    stepwell.log({"loss": 1 / (step + 1)}, step=step)
print("hello from my command")
time.sleep(3)
sys.exit("it broke: <b>on purpose</b>")
`;

test.describe("a command of one's own", () => {
  test.skip(trainerLack() !== "", trainerLack());
  test.describe.configure({ timeout: 120_000 });

  test("its curves, log, machine and failure are on a page, and somebody is told", async ({ page }) => {
    const hook = new Hook();
    const url = await hook.open();
    await page.goto("/notifications");
    await page.getByRole("button", { name: "Add a rule" }).first().click();
    await page.getByLabel("Name").fill("Tell my team");
    await page.getByLabel("Web hook").fill("ftp://nowhere");
    await page.getByRole("button", { name: "Add the rule" }).click();
    await expect(page.getByText("must be an address that begins with http")).toBeVisible();
    await page.getByLabel("Web hook").fill(url);
    await page.getByRole("button", { name: "Add the rule" }).click();
    await expect(page.getByText("shown this once")).toBeVisible();
    await page.getByRole("button", { name: "Done" }).click();

    const command = new Wrapped("my own training", FAILING);
    try {
      await page.goto(await command.page());
      await expect(page.getByRole("heading", { name: "my own training" })).toBeVisible();
      await expect(page.getByText("Failed", { exact: true }).first()).toBeVisible({ timeout: 60_000 });
      expect(await command.exitCode()).toBe(1);
      await expect(page.getByRole("heading", { name: "loss" })).toBeVisible();
      await expect(page.getByText("n = 40 values").first()).toBeVisible();
      await expect(page.getByText("it broke: <b>on purpose</b>").first()).toBeVisible();
      await page.getByRole("link", { name: "Log" }).click();
      await expect(page.getByText("hello from my command")).toBeVisible();
      await page.getByRole("link", { name: "System" }).click();
      await expect(page.getByRole("heading", { name: "CPU" })).toBeVisible();
      await expect(() => expect(hook.got.map(({ kind }) => kind)).toEqual(["failed"])).toPass({
        timeout: 30_000,
      });
      expect(hook.got[0]?.detail).toContain("it broke");
      await page.goto("/notifications");
      await expect(page.getByRole("table", { name: "Told" })).toContainText("Delivered");
    } finally {
      command.end();
      hook.close();
    }
  });

  test("is ended from its page", async ({ page }) => {
    const command = new Wrapped("endless", "import time; time.sleep(600)");
    try {
      await page.goto(await command.page());
      await page.getByRole("button", { name: "Cancel" }).click();
      await page.getByRole("dialog").getByRole("button", { name: "Cancel run" }).click();
      await expect(page.getByText("Cancelled", { exact: true }).first()).toBeVisible({ timeout: 60_000 });
      expect(await command.exitCode()).toBe(128 + 15);
      await page.goto("/runs?stage=command");
      await expect(page.getByRole("link", { name: "endless" })).toBeVisible();
    } finally {
      command.end();
    }
  });
});
