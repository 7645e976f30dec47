import { rmSync } from "node:fs";
import { expect, test } from "@playwright/test";
import { isAlive, waitFor } from "../scripts/lib/processes";
import { makeHome, postmasterOf, startProduct } from "./support/product";

function exists(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

test("Ctrl-C ends every child, and the second start serves its first page within three seconds", async () => {
  const home = makeHome();
  try {
    const first = await startProduct({ home });
    // The agent follows the pages; wait until it is on the list.
    await waitFor(() => first.state()?.children.agent !== undefined, 20_000);
    const children = Object.values(first.state()?.children ?? {});
    const postmaster = postmasterOf(home);
    expect(children).toHaveLength(2);
    expect(postmaster).not.toBeNull();
    expect(await first.interrupt()).toBe(0);
    expect(children.filter((child) => isAlive(child))).toEqual([]);
    expect(exists(postmaster ?? 0)).toBe(false);
    expect(first.state()).toBeNull();

    const second = await startProduct({ home });
    expect(second.firstPageMs).toBeLessThan(3_000);
    expect(await second.interrupt()).toBe(0);
  } finally {
    rmSync(home, { recursive: true, force: true, maxRetries: 5 });
  }
});

test("a start after kill -9 ends what was left behind and adopts the database", async () => {
  const home = makeHome();
  try {
    const first = await startProduct({ home });
    await waitFor(() => first.state()?.children.agent !== undefined, 20_000);
    const children = Object.values(first.state()?.children ?? {});
    const postmaster = postmasterOf(home);
    first.process.kill("SIGKILL");
    await waitFor(() => first.process.signalCode !== null, 5_000);

    const second = await startProduct({ home });
    expect(children.filter((child) => isAlive(child))).toEqual([]);
    expect(postmasterOf(home)).toBe(postmaster);
    expect(second.output()).toContain("was running");
    expect(await second.interrupt()).toBe(0);
    expect(exists(postmaster ?? 0)).toBe(false);
  } finally {
    rmSync(home, { recursive: true, force: true, maxRetries: 5 });
  }
});

test("a second start of the same home says where the first one is", async () => {
  const first = await startProduct({ args: ["--no-agent"] });
  try {
    await expect(startProduct({ home: first.home })).rejects.toThrow(`Stepwell runs already: ${first.url}`);
  } finally {
    await first.dispose();
  }
});

test("off loopback it refuses to start without a token", async () => {
  const home = makeHome();
  try {
    await expect(startProduct({ home, args: ["--host", "0.0.0.0"] })).rejects.toThrow("STEPWELL_TOKEN");
  } finally {
    rmSync(home, { recursive: true, force: true });
  }
});
