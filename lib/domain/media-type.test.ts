import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { mediaType } from "./media-type";

const bytes = (text: string) => Uint8Array.from(text, (character) => character.charCodeAt(0));

describe("mediaType", () => {
  it.each([
    ["\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "image/png"],
    ["\xff\xd8\xff\xe0\0\x10JFIF", "image/jpeg"],
    ["GIF89a\x01\0\x01\0", "image/gif"],
    ["RIFF\x10\0\0\0WEBPVP8 ", "image/webp"],
    ["RIFF\x10\0\0\0WAVEfmt ", null],
    ["\0\0\0\x20ftypavif\0\0", "image/avif"],
    ["\0\0\0\x20ftypisom\0\0", "video/mp4"],
    ["\0\0\0\x20ftypheic\0\0", null],
    ["\x1a\x45\xdf\xa3\x01\0", "video/webm"],
    ["<svg xmlns='http://www.w3.org/2000/svg'><script>1</script></svg>", null],
    ["<!doctype html>", null],
    ["", null],
  ])("%j is %s", (head, expected) => {
    expect(mediaType(bytes(head))).toBe(expected);
  });
  it("never takes text for an image", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme" }), (text) => {
        const head = new TextEncoder().encode(`{"text": ${JSON.stringify(text)}}`);
        expect(mediaType(head)).toBeNull();
      }),
    );
  });
});
