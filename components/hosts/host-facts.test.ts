import { describe, expect, it } from "vitest";
import { shownFacts } from "./host-facts";
import { hostLooks } from "./host-look";

describe("facts of a host", () => {
  it("come in one order, GPUs by their number", () => {
    const facts = { zeta: "z", "gpu 10": "B", "gpu 2": "A", gpus: "2", cores: "8", memory: "1 GB" };
    const shown = shownFacts({ ...facts, "memory free": "0.5 GB", "disk free": "9 GB" });
    expect(shown.map((fact) => fact.label)).toEqual([
      "Cores",
      "Memory",
      "Memory free",
      "Disk free",
      "GPUs",
      "GPU 2",
      "GPU 10",
      "zeta",
    ]);
  });

  it("say what an agent does not tell", () => {
    const gpus = shownFacts({ cores: "2" }).find((fact) => fact.key === "gpus");
    expect(gpus?.value).toBe("not told by this agent");
  });
});

describe("the look of a host", () => {
  const labels = (state: "active" | "paused", connected: boolean) =>
    hostLooks({ state, connected }).map((look) => look.label);
  it("never hides that a host is away, nor what people asked of it", () => {
    expect(labels("active", true)).toEqual(["Connected"]);
    expect(labels("active", false)).toEqual(["Away"]);
    expect(labels("paused", false)).toEqual(["Paused", "Away"]);
  });
});
