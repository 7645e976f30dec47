import { describe, expect, it } from "vitest";
import { MOST_CHOSEN, toggled, withStretch } from "./chosen";

describe("the chosen traces", () => {
  it("come and go one by one, without changing the set before", () => {
    const one = toggled(new Set(), "a");
    expect([...toggled(one, "b")]).toEqual(["a", "b"]);
    expect([...toggled(one, "a")]).toEqual([]);
    expect([...one]).toEqual(["a"]);
  });

  it("are never more than a selection can name, and can still be taken away then", () => {
    const full = withStretch(
      new Set(),
      Array.from({ length: MOST_CHOSEN + 9 }, (_, i) => `trc_${i}`),
    );
    expect(full.size).toBe(MOST_CHOSEN);
    expect(toggled(full, "another").size).toBe(MOST_CHOSEN);
    expect(toggled(full, "trc_0").size).toBe(MOST_CHOSEN - 1);
  });
});
