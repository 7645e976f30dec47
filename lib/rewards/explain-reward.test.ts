import { describe, expect, it } from "vitest";
import { PAPER_REWARD, type RewardConfig, rewardConfig } from "@/lib/contracts/reward-config";
import { configIssues } from "./config-issues";
import { explainReward } from "./explain-reward";
import type { RewardInput } from "./reward";

const counts = [4, 3, 2].map((successes) => ({ requested: 4, returned: 4, successes }));
const given = { grammarValid: true, stepCount: 3, responseTokens: 300, outcome: true, counts };
const mixed = { ...PAPER_REWARD, lambdaOutcome: 0.5, lambdaProcess: 0.5 };
const part = (id: string, over: Partial<typeof given> = {}, config = mixed) =>
  explainReward({ ...given, ...over }, config).parts.find((each) => each.id === id);

describe("explainReward", () => {
  it("puts this trace's numbers into every part, and the sum of what it shows is R", () => {
    const { parts, reward } = explainReward(given, mixed);
    expect(parts.map(({ id }) => id)).toEqual([
      "valid",
      "format",
      "bonus",
      "outcome",
      "process",
      "gate",
      "reward",
    ]);
    expect(part("process")?.numbers).toBe(
      String.raw`\tfrac{1}{3}\left(\tfrac{4}{4} + \tfrac{3}{4} + \tfrac{2}{4}\right)`,
    );
    expect(part("bonus")?.numbers).toBe(String.raw`0.5\sqrt{\tfrac{3 - 2}{6 - 2}}`);
    const value = (id: string) => part(id)?.value ?? Number.NaN;
    expect(value("format") + 0.5 * value("outcome") + 0.5 * value("gate") + value("bonus")).toBeCloseTo(
      value("reward"),
      12,
    );
    expect(value("reward")).toBe(reward.reward);
  });

  it("says why an invalid text earns nothing", () => {
    const { parts } = explainReward({ ...given, grammarValid: false }, mixed);
    expect(parts.map(({ id, value }) => [id, value])).toEqual([
      ["valid", 0],
      ["reward", 0],
    ]);
    expect(part("valid", { stepCount: 1 })?.note).toContain("fewer than the 2 to 6");
    expect(part("valid", { stepCount: 7 })?.note).toContain("more than the 2 to 6");
  });

  it("names the penalty, the lost and the unknown", () => {
    expect(part("outcome", { outcome: false })?.note).toContain("pays −B(K)");
    const failing = counts.map((step) => ({ ...step, successes: 0 }));
    expect(part("gate", { counts: failing })).toMatchObject({ numbers: "0 < 0.5", value: -0.25 });
    expect(part("reward", { counts: failing })?.numbers).toContain(String.raw`0.5\cdot (-0.25)`);
    const lost = [...counts.slice(0, 2), { requested: 4, returned: 0, successes: 0 }];
    expect(part("process", { counts: lost })?.note).toContain("Mean of 2 of 3 scored trace steps; 4 lost");
    const torn = counts.map((step) => ({ ...step, returned: 2, successes: 1 }));
    expect(part("gate", { counts: torn })).toMatchObject({ value: null, numbers: null });
    expect(part("reward", { counts: torn })).toMatchObject({ value: null });
    expect(part("reward", { counts: torn })?.numbers).toContain("unknown");
  });

  it("does without continuations", () => {
    const outcomeOnly = { ...mixed, lambdaOutcome: 1, lambdaProcess: 0 };
    expect(part("process", { counts: [] }, outcomeOnly)).toMatchObject({ value: null, numbers: null });
    expect(part("reward", { counts: [] }, outcomeOnly)?.value).toBe(2.25);
  });
});

describe("explainReward under another scheme", () => {
  const explained = (scheme: RewardConfig["scheme"], over: Partial<RewardInput> = {}) => {
    const { parts } = explainReward({ ...given, ...over }, { ...mixed, scheme });
    return Object.fromEntries(parts.map((each) => [each.id, each]));
  };

  it("shows where the progress starts and what it comes to", () => {
    const { scheme, gate, reward } = explained("progress", { group: { right: 2, graded: 8 } });
    expect(scheme).toMatchObject({ numbers: String.raw`0.25 \to 1 \to 0.75 \to 0.5` });
    expect(scheme?.value).toBeCloseTo(0.25 / 3, 12);
    expect(scheme?.note).toContain("2 of 8 graded responses");
    expect(gate?.value).toBeCloseTo(0.25 / 3, 12);
    expect(gate?.note).toContain("the mean step advantage counts");
    expect(reward?.value).toBeCloseTo(1 + 0.25 + 0.5 + 0.5 * (0.25 / 3), 12);
    expect(explained("progress").scheme).toMatchObject({ value: null, numbers: null });
    expect(explained("progress").reward?.value).toBeNull();
  });

  it("shows what each clipped step costs", () => {
    const { gate } = explained("clipped", {
      counts: [4, 1, 0].map((k) => ({ requested: 4, returned: 4, successes: k })),
    });
    expect(gate).toMatchObject({
      value: -0.25,
      numbers: String.raw`\tfrac{1}{3}\left(0 + (-0.25) + (-0.5)\right)`,
    });
    expect(gate?.note).toContain("no gate");
  });

  it("says that a wrong answer decides", () => {
    const { gate } = explained("process-if-correct", { outcome: false });
    expect(gate).toMatchObject({ numbers: null, value: -0.25 });
    expect(gate?.note).toContain("the answer is wrong");
    expect(explained("process-if-correct", { outcome: null }).gate?.note).toContain("Nobody could tell");
    expect(explained("process-if-correct").gate).toMatchObject({
      numbers: String.raw`0.75 \ge 0.5`,
      value: 0.75,
    });
  });
});

describe("configIssues", () => {
  it("finds nothing in the paper's settings", () => expect(configIssues(PAPER_REWARD)).toEqual([]));

  it.each([
    [{ lambdaOutcome: 0.5 }, "lambdaProcess"],
    [{ stepBonus: false }, "stepBonus"],
    [{ stepMax: 1 }, "stepMax"],
    [{ lengthMax: 10 }, "lengthMax"],
  ])("refuses %j at %s, as the contract does", (over, field) => {
    const config = { ...PAPER_REWARD, ...over };
    expect(configIssues(config)).toContainEqual(expect.objectContaining({ field, level: "error" }));
    const paths = rewardConfig.safeParse(config).error?.issues.map((issue) => issue.path.join("."));
    expect(paths).toEqual(
      configIssues(config).flatMap((issue) => (issue.level === "error" ? [issue.field] : [])),
    );
  });

  it("notes what is allowed and probably not meant", () => {
    const notes = (over: Partial<typeof PAPER_REWARD>) =>
      configIssues({ ...PAPER_REWARD, ...over }).map((i) => i.field);
    expect(notes({ stepMin: 6 })).toEqual(["stepMax"]);
    expect(notes({ alpha: 0 })).toEqual(["alpha"]);
    expect(notes({ maxScoredSteps: 3 })).toEqual(["maxScoredSteps"]);
    expect(notes({ continuationsPerStep: 2 })).toEqual(["continuationsPerStep"]);
    expect(notes({ tau: 0 })).toEqual(["tau"]);
    expect(notes({ scheme: "progress" })).toEqual([]);
    expect(notes({ scheme: "progress", lambdaOutcome: 1, lambdaProcess: 0 })).toEqual(["scheme"]);
    expect(notes({ scheme: "clipped" })).toEqual(["stepBonus"]);
  });
});
