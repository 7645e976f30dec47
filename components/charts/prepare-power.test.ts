import { describe, expect, it } from "vitest";
import { PLOT } from "./plot-area";
import { powerCsv } from "./power-csv";
import { preparePower } from "./prepare-power";

const line = {
  key: "observed",
  label: 'the "observed" effect',
  points: [
    { x: 2, power: 0.1 },
    { x: 20, power: 1 },
  ],
};

describe("preparePower", () => {
  const marks = preparePower({ lines: [line], marks: [{ x: 3, label: "S = 3" }], level: 0.8 }, 600);

  it("keeps power between 0 and 100% and the x axis to what was computed", () => {
    expect(marks.y).toMatchObject({ lo: 0, hi: 1 });
    expect(marks.x).toMatchObject({ lo: 2, hi: 20 });
    expect(marks.x.ticks.every((tick) => tick >= 2 && tick <= 20)).toBe(true);
  });

  it("draws a certain power at the top and the last seed at the right end", () => {
    expect(marks.paths[0]?.end).toEqual({ x: 600 - PLOT.right, y: PLOT.top });
  });

  it("turns a mark's label inwards where it would leave the plot", () => {
    const right = preparePower({ lines: [line], marks: [{ x: 19, label: "S" }], level: 0.8 }, 600);
    expect(marks.marks[0]?.anchor).toBe("start");
    expect(right.marks[0]?.anchor).toBe("end");
  });

  it("is empty without a point", () => {
    expect(preparePower({ lines: [{ ...line, points: [] }], marks: [], level: 0.8 }, 600).empty).toBe(true);
  });
});

describe("powerCsv", () => {
  it("quotes labels", () => {
    expect(powerCsv([line], "seeds per arm").split("\r\n")).toEqual([
      'line,"seeds per arm",power',
      '"the ""observed"" effect",2,0.100000',
      '"the ""observed"" effect",20,1.000000',
    ]);
  });
});
