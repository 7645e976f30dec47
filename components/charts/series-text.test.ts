import { describe, expect, it } from "vitest";
import { composeSvg } from "./compose-svg";
import { cardRows, cardTitle } from "./describe-mark";
import { fileName } from "./export-chart";
import { PLOT, pixelToX, xToPixel, yToPixel } from "./plot-area";
import { prepareSeries } from "./prepare-series";
import { seriesCsv } from "./series-csv";
import { markOf, segmentOf, sourceOf } from "./series-fixture";
import { tickLabel } from "./tick-label";
import { xScaleFor } from "./x-scale";

const plain = { axis: "trainStep", smoothing: 0 } as const;

describe("hover card", () => {
  it("tells the exact value of each line at its nearest mark", () => {
    const plot = prepareSeries(
      [
        sourceOf([segmentOf([markOf(1, 0.123456), markOf(2, 5)])]),
        sourceOf([segmentOf([markOf(2, Number.NaN)])], { key: "b", label: "other" }),
      ],
      plain,
    );
    expect(cardRows(plot, 1.2).map(({ label, value }) => [label, value])).toEqual([
      ["mixed · seed 1", "0.123456"],
      ["other", "NaN"],
    ]);
    expect(cardTitle(plot, 1)).toBe("Train step 1");
  });

  it("says what stands behind a bucket, and that a NaN is among its values", () => {
    const bucket = { ...markOf(1, 2), lastTrainStep: 4, count: 4, finiteCount: 3, min: 1, max: 5, nan: true };
    const [row] = cardRows(prepareSeries([sourceOf([segmentOf([bucket])])], plain), 1);
    expect(row?.detail).toBe("mean of 4 values · 1.000 to 5.000 · and NaN · train step 1–4");
  });

  it("tells elapsed time to a tenth of a second", () => {
    const plot = prepareSeries([sourceOf([segmentOf([markOf(1, 1, 187_400)])])], {
      axis: "wall",
      smoothing: 0,
    });
    expect(cardTitle(plot, 187.4)).toBe("0:03:07.4");
  });
});

describe("seriesCsv", () => {
  it("writes one row a mark with full values, and NaN as what it is", () => {
    const plot = prepareSeries([sourceOf([segmentOf([markOf(1, 1 / 3), markOf(2, Number.NaN)])])], plain);
    expect(seriesCsv(plot).split("\r\n")).toEqual([
      "line,attempt,first_train_step,last_train_step,x: train step,mean,min,max,smoothed,values,nan,pos_inf,neg_inf",
      "mixed · seed 1,1,1,1,1,0.3333333333333333,0.3333333333333333,0.3333333333333333,,1,false,false,false",
      "mixed · seed 1,1,2,2,2,,,,,1,true,false,false",
      "",
    ]);
  });

  it("quotes names and disarms formulas in them", () => {
    const csv = seriesCsv(
      prepareSeries([sourceOf([segmentOf([markOf(1, 1)])], { label: '=1+"a",b' })], plain),
    );
    expect(csv.split("\r\n")[1]?.startsWith(`"'=1+""a"",b",1,`)).toBe(true);
  });
});

describe("composeSvg", () => {
  it("takes names as text", () => {
    const svg = composeSvg({
      ...{ title: "<script>", inner: "<path/>", width: 10, height: 10, ink: "#000", surface: "#fff" },
      legend: [{ label: "a & b", colour: "red", dash: "" }],
    });
    expect(svg).not.toContain("<script>");
    expect(svg).toContain("a &amp; b");
    expect(svg).toContain("<path/>");
  });
});

describe("axis texts", () => {
  it.each([
    [0, "0"],
    [0.25, "0.25"],
    [0.30000000000000004, "0.3"],
    [-1500, "−1500"],
    [20_000, "20k"],
    [12_500, "12.5k"],
    [3_000_000, "3M"],
    [0.0001, "1e-4"],
  ])("labels %f as %s", (value, text) => expect(tickLabel(value)).toBe(text));

  it.each([
    ["active", 100_000, "active time [s]"],
    ["active", 300_000, "active time [min]"],
    ["wall", 20_000_000, "wall time [h]"],
    ["trainStep", 1e9, "train step"],
  ] as const)("titles %s up to %d as %s", (axis, largest, title) =>
    expect(xScaleFor(axis, largest).title).toBe(title),
  );
});

describe("plot area", () => {
  it("turns pixels into values and back", () => {
    const axis = { lo: 10, hi: 30 };
    for (const x of [10, 17, 30]) expect(pixelToX(axis, 500, xToPixel(axis, 500, x))).toBeCloseTo(x, 9);
    expect(pixelToX(axis, 500, 0)).toBe(10);
    expect(yToPixel(axis, 30)).toBe(PLOT.top);
    expect(yToPixel(axis, 10)).toBe(PLOT.height - PLOT.bottom);
  });
});

describe("fileName", () => {
  it("is made of what every file system takes", () => {
    expect(fileName("Reward R [x], mixed · seed 1", "svg")).toBe("reward-r-x-mixed-seed-1.svg");
    expect(fileName("../..", "csv")).toBe("chart.csv");
  });
});
