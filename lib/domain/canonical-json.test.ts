import { describe, expect, it } from "vitest";
import { canonicalJson } from "./canonical-json";

describe("canonical JSON", () => {
  it("is one text for equal values, whatever the order of keys", () => {
    const one = canonicalJson({ b: [{ y: 1, x: null }], a: "é" });
    expect(one).toBe(canonicalJson({ a: "é", b: [{ x: null, y: 1 }] }));
    expect(one).toBe('{"a":"é","b":[{"x":null,"y":1}]}');
  });

  it("keeps the order of lists, and tells what differs", () => {
    expect(canonicalJson([2, 1])).toBe("[2,1]");
    expect(canonicalJson({ a: 1 })).not.toBe(canonicalJson({ a: "1" }));
  });

  it("leaves out what is undefined and keeps odd keys", () => {
    const odd = JSON.parse('{"__proto__": 1, "10": 2, "9": 3}');
    expect(JSON.parse(canonicalJson({ ...odd, gone: undefined }))).toEqual({ ...odd });
    expect(canonicalJson(JSON.parse('{"__proto__":1,"a":2}'))).toBe('{"__proto__":1,"a":2}');
  });
});
