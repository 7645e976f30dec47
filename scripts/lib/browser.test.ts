import { describe, expect, it } from "vitest";
import { type BrowserFacts, chooseBrowser } from "./browser";

const facts = (there: string[], more: Partial<BrowserFacts> = {}): BrowserFacts => ({
  named: undefined,
  exists: (path) => there.includes(path),
  pathFolders: ["/bin", "/usr/bin"],
  platform: "linux",
  playwright: "/cache/chrome",
  ...more,
});

describe("which browser tests use", () => {
  it("the one named wins, and is not replaced silently when it is missing", () => {
    expect(chooseBrowser(facts(["/x", "/bin/chromium"], { named: "/x" }))).toMatchObject({ path: "/x" });
    expect(chooseBrowser(facts(["/bin/chromium"], { named: "/x" }))).toHaveProperty("problem");
  });

  it("then the system's, then Playwright's own", () => {
    expect(chooseBrowser(facts(["/usr/bin/chromium", "/cache/chrome"]))).toMatchObject({
      path: "/usr/bin/chromium",
    });
    expect(chooseBrowser(facts(["/cache/chrome"]))).toMatchObject({ path: null });
    expect(chooseBrowser(facts([]))).toBeNull();
  });

  it("an application folder on macOS", () => {
    const chrome = "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome";
    expect(chooseBrowser(facts([chrome], { platform: "darwin" }))).toMatchObject({ path: chrome });
    expect(chooseBrowser(facts([chrome]))).toBeNull();
  });
});
