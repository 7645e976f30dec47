import { AxeBuilder } from "@axe-core/playwright";
import { expect, test } from "./fixtures";
import { openWhole } from "./support/whole-page";
import { PAGES, type Places, places } from "./world/pages";
import { labelAs } from "./world/reviewed";

let at: Places;
test.beforeAll(async () => {
  at = await places();
});

for (const { name, path } of PAGES) {
  test(`${name}: nothing that axe objects to, light or dark`, async ({ page }) => {
    test.setTimeout(120_000);
    await labelAs(page, at.reviewed.rater);
    for (const colorScheme of ["light", "dark"] as const) {
      await page.emulateMedia({ colorScheme });
      // Loaded anew: colours that are still moving from one scheme to the other would be found wanting.
      await openWhole(page, path(at));
      const axe = new AxeBuilder({ page });
      // Between the schemes only colours differ.
      if (colorScheme === "dark") axe.withRules(["color-contrast"]);
      const { violations } = await axe.analyze();
      const found = violations.map(({ id, nodes }) => ({
        ...{ colorScheme, id },
        at: nodes.slice(0, 3).map((node) => `${node.target.join(" ")}: ${node.failureSummary}`),
      }));
      expect(found).toEqual([]);
    }
  });
}
