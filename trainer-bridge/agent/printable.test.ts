import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { lastLines, printable } from "./printable";

describe("printable", () => {
  test("keeps text, tabs and newlines; shows what cannot be shown", () => {
    expect(printable(Buffer.from("é\t→\r\n50%\r100%\n"))).toBe("é\t→\n50%\n100%\n");
    expect(printable(Buffer.from([0, 27, 127, 255, 65]))).toBe("\\x00\\x1b\\x7f\ufffdA");
  });
  test("whatever the bytes, the text has no control character and can be stored", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
        const text = printable(bytes);
        expect(text).not.toMatch(/(?![\n\t])\p{Cc}/u);
        expect(text).not.toMatch(/\p{Cs}/u);
      }),
    );
  });
});

describe("lastLines", () => {
  test("leaves short text alone", () => expect(lastLines("a\nb", 3)).toBe("a\nb"));
  test("begins with a whole line where one begins soon", () =>
    expect(lastLines("long first\n2\n3\n4", 7)).toBe("2\n3\n4"));
  test("cuts one long line", () => expect(lastLines("abcdefgh", 3)).toBe("fgh"));
  test("never cuts through a character", () => expect(lastLines("a😀b", 2)).toBe("b"));
});
