import { describe, expect, it } from "vitest";
import { useTestDatabase } from "@/db/testing/database";
import { importSource } from "./import-source";
import { memorySource, plainTrace, stepwellLines } from "./testing/memory-source";
import { inTurn, waitsForTurn } from "./turns";

describe("imports at once", () => {
  const test = useTestDatabase();

  it("all end, however many: their locks leave connections to work with", async () => {
    const views = await Promise.all(
      Array.from({ length: 16 }, (_, i) =>
        importSource(
          test.db,
          memorySource("traces.jsonl", stepwellLines([plainTrace(`k${i}`), plainTrace("of all")])),
          { project: "many", ablation: null, format: null, options: { strict: false }, codeVersion: "test" },
        ),
      ),
    );
    expect(views.map(({ status }) => status)).toEqual(views.map(() => "succeeded"));
    const known = views.reduce((sum, { report }) => sum + (report?.alreadyStored ?? 0), 0);
    expect(known).toBe(15);
  });

  it("wait for their turn in the order they came, and are known to wait", async () => {
    const order: string[] = [];
    let open = () => {};
    const gate = new Promise<void>((resolve) => {
      open = resolve;
    });
    const first = ["a", "b"].map((id) => inTurn(id, () => gate));
    const later = ["c", "d"].map((id) => inTurn(id, async () => void order.push(id)));
    const failing = inTurn("e", () => Promise.reject(new Error("no")));
    expect(["a", "b", "c", "d", "e"].map(waitsForTurn)).toEqual([false, false, true, true, true]);
    open();
    await expect(failing).rejects.toThrow("no");
    await Promise.all([...first, ...later]);
    expect(order).toEqual(["c", "d"]);
    await expect(inTurn("f", async () => "in")).resolves.toBe("in");
    expect(waitsForTurn("c")).toBe(false);
  });
});
