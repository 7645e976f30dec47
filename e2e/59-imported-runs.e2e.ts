import { expect, test } from "./fixtures";
import { type Reviewed, reviewed } from "./world/reviewed";

let it: Reviewed;
test.beforeAll(async () => {
  it = await reviewed();
});

test("the run of an import leads to its traces and to its report, and offers nothing of a training", async ({
  page,
}) => {
  await page.goto("/runs?stage=import");
  const row = page.getByRole("row").filter({ has: page.locator(`a[href="/runs/${it.run}"]`) });
  await expect(row).toContainText("Import");
  // Nothing was trained: it is not compared with what was.
  await expect(row.getByRole("checkbox")).toHaveCount(0);
  await row.locator(`a[href="/runs/${it.run}"]`).click();
  await expect(page.getByText("Nothing was trained here")).toBeVisible();
  await expect(page.getByRole("navigation", { name: "Views of this run" })).toHaveCount(0);
  await expect(page.getByRole("link", { name: /^Launch again/ })).toHaveCount(0);
  await expect(page.getByRole("link", { name: "Health report", exact: true })).toHaveAttribute(
    "href",
    `/imports/${it.import}`,
  );
  await page.getByRole("link", { name: "Read its traces" }).click();
  await expect(page.getByRole("table", { name: "Traces" }).locator("tbody tr[aria-rowindex]")).toHaveCount(
    it.traces.length,
  );
});

test("the ablation that only holds imports opens as its traces, and is no launch of the list", async ({
  page,
}) => {
  await page.goto(`/ablations/${it.ablation}`);
  await expect(page).toHaveURL(new RegExp(`/traces\\?ablation=${it.ablation}`));
  await expect(page.getByRole("navigation", { name: "Views of this ablation" })).toHaveCount(0);
  await page.goto("/ablations");
  await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
  await expect(page.locator(`a[href="/ablations/${it.ablation}"]`)).toHaveCount(0);
});

test("an import's run in a comparison is refused by name", async ({ request }) => {
  const answer = await request.get(`/api/v1/results?runs=${it.run}`);
  expect(answer.status()).toBe(400);
  expect(await answer.json()).toMatchObject({ fields: [{ path: "runs" }] });
});
