import { describe, expect, it } from "vitest";
import { captionOf } from "./prompt-media";

describe("captionOf", () => {
  it.each([
    [null, "Frame"],
    [0, "Frame at 0:00"],
    [65, "Frame at 1:05"],
    [65.25, "Frame at 1:05.3"],
    [600.5, "Frame at 10:00.5"],
  ])("a frame at %s s is %s", (atSeconds, expected) => {
    expect(captionOf({ kind: "frame", atSeconds })).toBe(expected);
  });
});
