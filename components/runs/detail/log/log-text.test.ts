import { describe, expect, it } from "vitest";
import { highlighted, visibleText } from "./log-text";

describe("visibleText", () => {
  it("removes terminal colours, titles and cursor moves", () => {
    expect(visibleText("\u001b[1;31mred\u001b[0m \u001b]0;title\u0007plain\u001b[2K")).toBe("red plain");
  });

  it("keeps what a progress bar shows last", () => {
    expect(visibleText("10%\r50%\r100% done\r")).toBe("100% done");
    expect(visibleText("a\r\nb\r\n")).toBe("a\nb\n");
  });

  it("makes binary visible without losing a byte of it", () => {
    expect(visibleText("a\u0000b\u0001\u007f")).toBe("a\\x00b\\x01\\x7f");
    expect(visibleText("\ud800")).toBe("\\ud800");
  });

  it("shows direction overrides instead of obeying them", () => {
    expect(visibleText("abc\u202etxt.exe")).toBe("abc\\u202etxt.exe");
  });

  it("leaves text, tabs and any script as they are", () => {
    const text = "<b>héllo</b>\t漢字 🙂";
    expect(visibleText(text)).toBe(text);
  });
});

describe("highlighted", () => {
  it("marks every hit, whatever its case, and keeps the text whole", () => {
    const parts = highlighted("Loss is LOSS", "loss");
    expect(parts).toEqual([
      { text: "Loss", hit: true },
      { text: " is ", hit: false },
      { text: "LOSS", hit: true },
    ]);
  });

  it("takes what is typed as text, not as a pattern", () => {
    expect(highlighted("a.b axb", "a.b").filter((part) => part.hit)).toHaveLength(1);
    expect(highlighted("c(", "(").map((part) => part.text)).toEqual(["c", "("]);
  });
});
