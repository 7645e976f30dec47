import { describe, expect, it } from "vitest";
import { type KeyBinding, KeySections, keyName } from "./sections";

const bind = (does: string, ...keys: string[]): KeyBinding => ({ keys, does, run: () => undefined });

describe("KeySections", () => {
  it("gives a key to the part that came last, and back when that goes", () => {
    const sections = new KeySections();
    const [page, overlay] = [Symbol("page"), Symbol("overlay")];
    sections.keep(page, { title: "Page", bindings: [bind("next", "j")] });
    sections.keep(overlay, { title: "Overlay", bindings: [bind("below", "j")] });
    expect(sections.find("j")?.does).toBe("below");
    sections.drop(overlay);
    expect(sections.find("j")?.does).toBe("next");
  });
  it("keeps the place of a part whose bindings are renewed", () => {
    const sections = new KeySections();
    const [page, overlay] = [Symbol("page"), Symbol("overlay")];
    sections.keep(page, { title: "Page", bindings: [bind("next", "j")] });
    sections.keep(overlay, { title: "Overlay", bindings: [bind("below", "j")] });
    sections.keep(page, { title: "Page", bindings: [bind("renewed", "j")] });
    expect(sections.find("j")?.does).toBe("below");
  });
  it("lists parts of one title together and leaves out what is taken", () => {
    const sections = new KeySections();
    sections.keep(Symbol("a"), { title: "Trace", bindings: [bind("next", "j", "n")] });
    sections.keep(Symbol("b"), { title: "Trace", bindings: [bind("search", "/")] });
    sections.keep(Symbol("c"), { title: "Review", bindings: [bind("below", "j")] });
    expect(sections.list().map((s) => [s.title, s.bindings.map((b) => [b.does, ...b.keys])])).toEqual([
      [
        "Trace",
        [
          ["next", "n"],
          ["search", "/"],
        ],
      ],
      ["Review", [["below", "j"]]],
    ]);
  });
  it("knows no key that nobody wants", () => {
    expect(new KeySections().find("q")).toBeNull();
  });
});

describe("keyName", () => {
  it("writes arrows as arrows and letters as they are", () => {
    expect(["ArrowLeft", "Escape", "j", "?"].map(keyName)).toEqual(["←", "Esc", "j", "?"]);
  });
});
