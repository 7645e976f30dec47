import { describe, expect, it } from "vitest";
import { Ring } from "./ring";

const filled = (capacity: number, count: number) => {
  const ring = new Ring<string>(capacity);
  for (let i = 1; i <= count; i++) ring.push(`m${i}`);
  return ring;
};
const messages = (ring: Ring<string>, after: number) => ring.after(after)?.map((n) => n.message) ?? null;

describe("Ring", () => {
  it("gives back what came after a number", () => {
    expect(messages(filled(5, 3), 1)).toEqual(["m2", "m3"]);
    expect(messages(filled(5, 3), 3)).toEqual([]);
    expect(messages(filled(5, 0), 0)).toEqual([]);
  });

  it("says that it cannot tell once messages fell out, and for numbers it never gave", () => {
    expect(messages(filled(2, 4), 1)).toBeNull();
    expect(messages(filled(2, 4), 2)).toEqual(["m3", "m4"]);
    expect(messages(filled(2, 4), 9)).toBeNull();
  });

  it("cannot tell anyone what came before it forgot", () => {
    const ring = filled(5, 3);
    ring.forget();
    expect(messages(ring, 3)).toBeNull();
    ring.push("m5");
    expect(messages(ring, ring.lastNumber - 1)).toEqual(["m5"]);
  });
});
