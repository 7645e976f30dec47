import { afterEach, describe, expect, it, vi } from "vitest";
import { around, keepTrail, readTrail } from "./trace-trail";

const ids = ["a", "b", "c", "d", "e"];

function storage(): void {
  const kept = new Map<string, string>();
  vi.stubGlobal("sessionStorage", {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => void kept.set(key, value),
  });
}
afterEach(() => vi.unstubAllGlobals());

describe("around", () => {
  it("keeps the neighbours of the opened one and never more than asked", () => {
    expect(around(ids, "c", 3)).toEqual(["b", "c", "d"]);
    expect(around(ids, "a", 3)).toEqual(["a", "b", "c"]);
    expect(around(ids, "e", 3)).toEqual(["c", "d", "e"]);
    expect(around(ids, "c", 9)).toEqual(ids);
  });
  it("begins at the start where the opened one is not in the list", () => {
    expect(around(ids, "z", 2)).toEqual(["a", "b"]);
  });
});

describe("the trail", () => {
  it("is read back by the traces in it only", () => {
    storage();
    const trail = { title: "Explorer", href: "/traces?run=r", ids };
    keepTrail(trail, "b");
    expect(readTrail("d")).toEqual(trail);
    expect(readTrail("z")).toBeNull();
  });
  it("is absent where nothing, or something else, is stored or storing is forbidden", () => {
    storage();
    expect(readTrail("a")).toBeNull();
    sessionStorage.setItem("stepwell.trace-trail", "{");
    expect(readTrail("a")).toBeNull();
    vi.stubGlobal("sessionStorage", undefined);
    keepTrail({ title: "", href: "", ids }, "a");
    expect(readTrail("a")).toBeNull();
  });
});
