import { describe, expect, it } from "vitest";
import { useTestDatabase } from "@/db/testing/database";
import { setRetention } from "../retention/set-retention";
import { smallSpec } from "../testing/job-world";
import { launchAblation } from "./launch-ablation";

describe("a launch that is sent again", () => {
  const handle = useTestDatabase();
  const context = { codeVersion: "test", idempotencyKey: "the same for every try" };

  it("is the same launch, also after the rule for its checkpoints was changed", async () => {
    const first = await launchAblation(handle.db, smallSpec(), context);
    expect(first.repeated).toBe(false);
    await setRetention(handle.db, first.id, { keepLast: 3 }, new Date());
    expect(await launchAblation(handle.db, smallSpec(), context)).toEqual({ ...first, repeated: true });
    const other = launchAblation(handle.db, smallSpec({ name: "another" }), context);
    await expect(other).rejects.toMatchObject({ code: "conflict" });
  });
});
