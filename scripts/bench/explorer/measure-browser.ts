import { readFileSync } from "node:fs";
import { type Browser, type CDPSession, chromium, type Page } from "@playwright/test";
import { quantile, table } from "../throwaway-database";

const VIEWS = 5;
const WHEEL_TURNS = 400;
const WHEEL_PX = 300;
const JUMPS = 40;
const LOAD_LIMIT_MS = 30_000;

/** What runs in the page: frames, long tasks, and how long the count of traces takes to become another. */
const PROBE = `
  window.frames_ = []; window.longTasks_ = [];
  new PerformanceObserver((l) => { for (const e of l.getEntries()) window.longTasks_.push(e.duration); })
    .observe({ type: "longtask", buffered: true });
  let last = 0, on = false;
  const tick = (t) => { if (on) { if (last) window.frames_.push(t - last); last = t; requestAnimationFrame(tick); } };
  window.record_ = (start) => { on = start; last = 0; if (start) { window.frames_ = []; window.longTasks_ = []; requestAnimationFrame(tick); } };
  window.untilAnotherCount_ = (act) => new Promise((done) => {
    const said = [...document.querySelectorAll("[aria-live=polite]")].find((e) => / traces?$/.test(e.textContent));
    const from = performance.now();
    const seen = new MutationObserver(() => {
      seen.disconnect();
      requestAnimationFrame(() => done(performance.now() - from));
    });
    seen.observe(said, { childList: true, characterData: true, subtree: true });
    act();
  });
`;

async function open(browser: Browser, url: string): Promise<Page> {
  const page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
  await page.addInitScript(PROBE);
  await page.goto(url, { waitUntil: "load" });
  await page.locator("tbody tr[aria-rowindex]").first().waitFor();
  // A canvas that was painted has its size as attributes.
  await page.locator("canvas[data-heat][width]").waitFor({ timeout: LOAD_LIMIT_MS });
  return page;
}

/** From the navigation to the first rows on the screen, and to their heatmap. */
async function firstView(browser: Browser, url: string): Promise<string[][]> {
  const [text, heat]: [number[], number[]] = [[], []];
  for (let i = 0; i < VIEWS; i++) {
    const page = await open(browser, url);
    heat.push(await page.evaluate(() => performance.now()));
    text.push(
      await page.evaluate(
        () => performance.getEntriesByName("first-contentful-paint")[0]?.startTime ?? Number.NaN,
      ),
    );
    await page.close();
  }
  const ms = (times: number[]) => [quantile(times, 0.5), Math.max(...times)].map((t) => `${t.toFixed(0)} ms`);
  return [
    ["first view: rows on the screen", ...ms(text)],
    ["first view: the heatmap painted too", ...ms(heat)],
  ];
}

/** From the choice of a filter to its rows, through the page's own menu, each time on a page that knows nothing yet. */
async function filtered(browser: Browser, url: string, field: string, choice: string): Promise<number> {
  const page = await open(browser, url);
  await page.getByRole("slider", { name: "Place in the whole list" }).locator("canvas").waitFor();
  const radio = `fieldset input[value="${choice}"]`;
  await page.keyboard.press("f");
  await page.getByLabel("Filter by").fill(field);
  await page.keyboard.press("Enter");
  await page.locator(radio).waitFor();
  const ms = await page.evaluate<number>(
    `window.untilAnotherCount_(() => document.querySelector(${JSON.stringify(radio)}).click())`,
  );
  await page.close();
  return ms;
}

const FILTERS = [
  ["outcome", "wrong"],
  ["solvability", "lost"],
  ["finish", "length"],
  ["process by c", "broken"],
] as const;

async function filters(browser: Browser, url: string): Promise<string[][]> {
  const results: string[][] = [];
  for (const [field, choice] of FILTERS) {
    const times: number[] = [];
    for (let i = 0; i < VIEWS; i++) times.push(await filtered(browser, url, field, choice));
    const [p50, most] = [quantile(times, 0.5), Math.max(...times)];
    results.push([`filter: ${field} ${choice}`, `${p50.toFixed(0)} ms`, `${most.toFixed(0)} ms`]);
  }
  return results;
}

interface Recorded {
  frames: number[];
  longTasks: number[];
}

async function recorded(page: Page, act: () => Promise<void>): Promise<Recorded> {
  await page.evaluate("window.record_(true)");
  await act();
  await page.evaluate("window.record_(false)");
  return page.evaluate<Recorded>("({ frames: window.frames_, longTasks: window.longTasks_ })");
}

function recordedRow(what: string, { frames, longTasks }: Recorded): string[] {
  const longest = longTasks.length === 0 ? "none" : `${Math.max(...longTasks).toFixed(0)} ms`;
  return [
    what,
    `p95 frame ${quantile(frames, 0.95).toFixed(1)} ms of ${frames.length}`,
    `longest task over 50 ms: ${longest}`,
  ];
}

async function scrolling(page: Page): Promise<string[][]> {
  await page.locator("tbody tr[aria-rowindex]").first().hover();
  const wheel = await recorded(page, async () => {
    for (let i = 0; i < WHEEL_TURNS; i++) await page.mouse.wheel(0, WHEEL_PX);
  });
  const strip = await page.getByRole("slider", { name: "Place in the whole list" }).boundingBox();
  const jumps = await recorded(page, async () => {
    for (let i = 0; strip && i < JUMPS; i++) {
      const share = ((i * 7) % JUMPS) / JUMPS;
      await page.mouse.click(strip.x + strip.width / 2, strip.y + share * strip.height);
      await page.locator("tbody tr[aria-rowindex] a").first().waitFor();
    }
  });
  return [
    recordedRow(`scrolling by wheel, ${WHEEL_TURNS} turns`, wheel),
    recordedRow(`${JUMPS} jumps through all of the list`, jumps),
  ];
}

/** Proportional set size of every process of the browser, from the kernel: what the whole browser takes, in MB. */
async function browserMemory(browser: Browser): Promise<string> {
  const session = await browser.newBrowserCDPSession();
  const { processInfo } = await session.send("SystemInfo.getProcessInfo");
  const kilobytes = processInfo.map(({ id }) =>
    Number(/^Pss:\s+(\d+) kB/m.exec(readFileSync(`/proc/${id}/smaps_rollup`, "utf8"))?.[1] ?? Number.NaN),
  );
  return `${(kilobytes.reduce((a, b) => a + b, 0) / 1024).toFixed(0)} MB`;
}

async function heap(session: CDPSession): Promise<string> {
  await session.send("HeapProfiler.collectGarbage");
  const { usedSize } = await session.send("Runtime.getHeapUsage");
  return `${(usedSize / 1024 ** 2).toFixed(0)} MB`;
}

/** What a browser measures of the Explorer of a running Stepwell, as a Markdown table. */
export async function measureBrowser(url: string, executablePath: string | null): Promise<string> {
  const browser = await chromium.launch(executablePath === null ? {} : { executablePath });
  try {
    const address = `${url}/traces`;
    const first = await firstView(browser, address);
    const page = await open(browser, address);
    const session = await page.context().newCDPSession(page);
    const rows = [
      ...first,
      ...(await filters(browser, address)),
      ...(await scrolling(page)),
      ["JavaScript heap after all of this", await heap(session), ""],
      ["memory of the browser, all its processes", await browserMemory(browser), ""],
    ];
    return table(["what", "p50", `most of ${VIEWS}`], rows);
  } finally {
    await browser.close();
  }
}
