import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { reportDocument } from "@/lib/contracts/report";
import { readReportContent } from "@/lib/reports/read-content";
import { prepareSensitivity } from "./prepare-sensitivity";

const file = new URL("../../../lib/reports/testing/report-v1.jsonl", import.meta.url);
const { sensitivity } = readReportContent(
  reportDocument.parse(JSON.parse(readFileSync(file, "utf8"))).content,
);

describe("prepareSensitivity", () => {
  if (!sensitivity) throw new Error("the kept report tells of no sensitivity");

  it("draws a line an arm from 0 on, in percent", () => {
    const [flips] = prepareSensitivity(sensitivity);
    const [arm] = sensitivity.arms;
    const [line] = flips?.arms ?? [];
    expect(flips?.y.lo).toBe(0);
    expect(line?.mean.flat()).toHaveLength(arm?.continuations.length ?? 0);
    const first = 100 * (arm?.continuations[0]?.gate?.flips ?? 0);
    expect(line?.mean.flat()[0]?.y).toBeCloseTo(first / (flips?.y.hi ?? 1), 9);
    expect(line?.n.most).toBe(arm?.base.responses);
  });

  it("leaves out arms whose reward draws no continuations", () => {
    const arms = sensitivity.arms.map((arm) => ({ ...arm, base: { ...arm.base, continued: 0 } }));
    for (const panel of prepareSensitivity({ ...sensitivity, arms })) expect(panel.arms).toEqual([]);
  });
});
