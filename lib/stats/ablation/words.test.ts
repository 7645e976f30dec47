import { expect, test } from "vitest";
import { percent, points, signedPoints } from "./words";

test("a quarter of a point is one text, whichever way it was summed", () => {
  const exact = 1 / 400;
  const summed = 0.1 + 0.2 - 0.2975;
  expect(summed).not.toBe(exact);
  expect(signedPoints(-summed)).toBe(signedPoints(-exact));
  expect(points(summed)).toBe(points(exact));
  expect(percent(0.5 + summed)).toBe(percent(0.5025));
});

test("what rounds to zero has no sign", () => {
  expect(signedPoints(-0.0004)).toBe("0.0");
  expect(signedPoints(0.0006)).toBe("+0.1");
});
