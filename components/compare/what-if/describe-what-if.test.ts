import { describe, expect, it } from "vitest";
import type { WhatIfArm } from "@/lib/contracts";
import {
  changesText,
  describeWhatIf,
  lacksContinuations,
  paysReward,
  shareText,
  termsText,
  withoutSignal,
} from "./describe-what-if";
import { whatIfArmFixture as fixture } from "./fixture";

const text = (arm: WhatIfArm) => describeWhatIf(arm).join(" ");

describe("what a change of the reward does, in words", () => {
  it("says nothing of changes where there are none", () => {
    const arm = fixture();
    expect(changesText({ ...arm, settings: arm.stored })).toBe("");
    expect(text({ ...arm, settings: arm.stored })).toContain("nothing changes");
  });

  it("names the settings that differ, with both values", () => {
    expect(changesText(fixture())).toBe("τ 0.5 → 0.75");
    const weights = fixture();
    weights.settings = { ...weights.stored, lambdaOutcome: 0.5, lambdaProcess: 0.5, scheme: "gdpo" };
    expect(changesText(weights)).toBe(
      "scheme Weighted → GDPO normalisation, λ outcome 0 → 0.5, λ process 1 → 0.5",
    );
  });

  it("tells flips, pushes lost and gained, groups without signal and rewards that become unknown", () => {
    const said = text(fixture());
    expect(said).toContain("120 of 800 responses (15.0%) would be pushed the other way");
    expect(said).toContain("30 would lose their push, 10 would gain one");
    expect(said).toContain("Groups without signal: 10 as trained, 15 with the changes, of 100.");
    expect(said).toContain(
      "4 responses would have no reward, 2 as trained (lost continuations leave the gate of 4",
    );
  });

  it("does not count pushes where there is no baseline", () => {
    const none = { groups: 0, withSignal: 0, allEqual: 0, fewerThanTwo: 0 };
    const signs = { n: 0, same: 0, flipped: 0, lost: 0, gained: 0, onlyBefore: 0, onlyAfter: 0 };
    const incomplete = text(fixture({ signs, signal: { before: none, after: none } }));
    expect(incomplete).toContain("No response has an advantage under both settings.");
    expect(incomplete).toContain("No group is stored whole");
  });

  it("says of an arm without continuations that nothing can be told, and of the others what is unknown", () => {
    const { before } = fixture().unknown;
    const after = { all: 790, outcome: 0, gate: 0, process: 790 };
    const none = fixture({ unknown: { before, after }, withContinuations: 0 });
    expect(lacksContinuations(none)).toBe(true);
    expect(describeWhatIf(none)).toHaveLength(1);
    expect(text(none)).toContain("790 responses of 804 would have no reward (the other 14 have one");
    expect(lacksContinuations(fixture())).toBe(false);
    const all = { all: 804, outcome: 804, gate: 0, process: 0 };
    expect(text(fixture({ unknown: { before, after: all } }))).toContain("No response has a reward");
  });
});

describe("shares and terms", () => {
  it("gives Wilson's interval, and nothing of nothing", () => {
    // statsmodels proportion_confint(10, 100, method="wilson") = (0.05523, 0.17437)
    expect(shareText(withoutSignal(fixture().signal.before))).toBe("10.0% [5.5, 17.4]");
    expect(shareText({ k: 0, n: 0 })).toBe("none");
  });

  it("says which term of a reward changed", () => {
    const arm = fixture();
    expect(termsText([{ term: "process", before: 0.75, after: -0.354 }], arm)).toBe("λ·proc′ 0.750 → −0.354");
    expect(termsText([{ term: "validity", before: 1, after: 0 }], arm)).toBe("format becomes invalid");
    expect(termsText([], arm)).toContain("group's mean or SD");
    const gdpo = { settings: { ...arm.settings, scheme: "gdpo" as const } };
    expect([paysReward(gdpo), termsText([], gdpo)]).toEqual([
      false,
      "the same parts, each normalised by itself",
    ]);
  });
});
