import { describe, expect, it } from "vitest";
import { type HostOrder, hostStateAfter, takesJobs } from "./host-state";

const STATES = ["active", "paused", "draining", "drained"] as const;
const ORDERS: HostOrder[] = ["pause", "resume", "drain"];

describe("host states", () => {
  it("can always be left for work again, and only active hosts take jobs", () => {
    for (const state of STATES) {
      expect(takesJobs(state)).toBe(state === "active");
      if (state !== "active") expect(hostStateAfter(state, "resume")).toBe("active");
    }
  });

  it("never lead an order to a state that it does not ask for", () => {
    const asked = { pause: ["paused"], resume: ["active"], drain: ["draining"] };
    for (const state of STATES)
      for (const order of ORDERS) {
        const after = hostStateAfter(state, order);
        if (after !== null) expect(asked[order]).toContain(after);
        expect(after).not.toBe(state);
      }
  });

  it("a drained host is not drained again", () => {
    expect(hostStateAfter("draining", "drain")).toBeNull();
    expect(hostStateAfter("drained", "drain")).toBeNull();
  });
});
