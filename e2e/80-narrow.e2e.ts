import { expect, test } from "./fixtures";
import { openWhole } from "./support/whole-page";
import { PAGES, type Places, places } from "./world/pages";
import { labelAs } from "./world/reviewed";

test.use({ viewport: { width: 390, height: 844 }, hasTouch: true });

let at: Places;
test.beforeAll(async () => {
  at = await places();
});

for (const { name, path } of PAGES) {
  test(`${name}: nothing to scroll sideways at 390 pixels`, async ({ page }) => {
    await labelAs(page, at.reviewed.rater);
    await openWhole(page, path(at));
    const wider = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
    expect(wider).toBeLessThanOrEqual(0);
  });
}

test("the menu leads to every page", async ({ page }) => {
  await page.goto("/ablations");
  await page.getByRole("button", { name: "Menu" }).click();
  const menu = page.getByRole("dialog", { name: "Stepwell" });
  await expect(menu.getByRole("link")).toHaveText([
    "Ablations",
    "Runs",
    "Traces",
    "Review",
    "Compare",
    "Reports",
    "Imports",
    "Queue",
    "Hosts",
    "Notifications",
  ]);
  await menu.getByRole("link", { name: "Hosts" }).click();
  await expect(page).toHaveURL("/hosts");
  await expect(menu).toHaveCount(0);
});
