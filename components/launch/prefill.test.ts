import { describe, expect, it } from "vitest";
import type { AblationSpec } from "@/lib/contracts";
import { routes } from "@/lib/domain/routes";
import { PRESETS } from "@/lib/presets";
import { draftOf, setAt } from "./draft";
import { checkDraft } from "./issues";
import { filledPaths, fillIn, readPrefill } from "./prefill";

function spec(): AblationSpec {
  const preset = PRESETS[0];
  if (!preset) throw new Error("no preset");
  return preset.spec;
}

/** What the form's page does with an address. */
function open(address: string) {
  const query = Object.fromEntries(new URL(address, "http://localhost").searchParams);
  const { prefill, problems } = readPrefill(query);
  return prefill ? fillIn(spec(), prefill) : { spec: spec(), arm: null, settings: [], problems };
}

describe("an address that changes a reward", () => {
  it("opens as a new arm behind its model, with only the named fields changed", () => {
    const address = routes.launch({ from: "abl_00000001", arm: "process-only", reward: { tau: 0.75 } });
    expect(address.length).toBeLessThan(90);
    const filled = open(address);
    expect(filled.problems).toEqual([]);
    expect(filled.arm).toEqual({
      key: "process-only-tau-0-75",
      name: "process-only (τ 0.75)",
      modelKey: "process-only",
      modelName: "process-only",
    });
    expect(filled.settings).toMatchObject([{ path: "training.reward.tau", before: 0.5, after: 0.75 }]);
    const old = spec().arms;
    expect(filled.spec.arms.map((arm) => arm.key)).toEqual([...old.map((arm) => arm.key), filled.arm?.key]);
    const model = old.find((arm) => arm.key === "process-only")?.training;
    expect(filled.spec.arms.at(-1)?.training).toEqual({
      ...model,
      reward: { ...model?.reward, tau: 0.75 },
    });
    expect([...checkDraft(draftOf(filled.spec), []).issues]).toEqual([]);
    // The spec that it came from is another launch's: it stays as it was.
    expect(spec().arms).toHaveLength(old.length);
  });

  it("keeps what a contract's default would overwrite", () => {
    const base = spec();
    const training = base.arms[3]?.training;
    if (!training) throw new Error("process-only does not train");
    const arms = base.arms.with(3, {
      ...base.arms[3],
      place: null,
      key: "process-only",
      name: "process-only",
      training: { ...training, reward: { ...training.reward, scheme: "progress" } },
    });
    const filled = fillIn(
      { ...base, arms },
      readPrefill({ arm: "process-only", reward: '{"tau":0.25}' }).prefill ?? {
        arm: null,
        changes: { reward: {}, grpo: {} },
      },
    );
    expect(filled.spec.arms.at(-1)?.training?.reward).toMatchObject({ scheme: "progress", tau: 0.25 });
  });

  it("takes the first trained arm where none is named, and a change of scaling", () => {
    const filled = open(
      routes.launch({ reward: { continuationsPerStep: 8 }, grpo: { scaleRewards: "none" } }),
    );
    expect(filled.arm?.modelKey).toBe("outcome-only");
    expect(filled.arm?.name).toBe("outcome-only (M 8, scale rewards none)");
    expect(filled.spec.arms[2]?.training?.grpo).toEqual({ scaleRewards: "none" });
    expect([...checkDraft(draftOf(filled.spec), []).issues]).toEqual([]);
  });

  it("opens values that do not fit each other with the message at the field", () => {
    const filled = open(routes.launch({ arm: "process-only", reward: { lambdaOutcome: 0.5 } }));
    expect(filled.problems).toEqual([]);
    expect(checkDraft(draftOf(filled.spec), []).issues.get("arms.4.training.reward.lambdaProcess")).toContain(
      "must add up to 1",
    );
  });

  it.each([
    ["reward=%7B", "reward: one JSON object"],
    ["reward=[1]", "reward: one JSON object"],
    ["reward=null", "reward: one JSON object"],
    ['reward={"tau":2}', "reward.tau:"],
    ['reward={"tau":"0.5"}', "reward.tau:"],
    ['reward={"taus":1}', "reward.taus: unknown field"],
    ['reward={"scheme":"gdpo"}', "reward.scheme:"],
    ['grpo={"groupSize":1}', "grpo.groupSize:"],
    ['arm=No%20such&reward={"tau":0.1}', "arm: no arm"],
    ['arm=nobody&reward={"tau":0.1}', "arm: there is no arm nobody"],
    ['arm=sft&reward={"tau":0.1}', "SFT alone"],
    ['arm=process-only&reward={"tau":0.5}', "has these settings already"],
    ['reward={"__proto__":{"tau":1}}', "reward"],
  ])("opens the form as it is where %s cannot be read, and says why", (query, problem) => {
    const filled = open(`/launch?${query}`);
    expect(filled.problems.join("; ")).toContain(problem);
    expect(filled.spec).toEqual(spec());
    expect(filled.arm).toBeNull();
  });

  it("asks for nothing where no change is in it", () =>
    expect(open("/launch?from=abl_00000001&arm=mixed").problems).toEqual([]));
});

describe("the marks of what was filled in", () => {
  it("stay with their arm and go with a change of their field", () => {
    const filled = open(routes.launch({ arm: "mixed", reward: { tau: 0.75, maxScoredSteps: 4 } }));
    const draft = draftOf(filled.spec);
    const at = draft.arms.findIndex((arm) => arm.key === filled.arm?.key);
    const [tau, most] = [`arms.${at}.training.reward.tau`, `arms.${at}.training.reward.maxScoredSteps`];
    expect(filledPaths(draft, filled)).toEqual(new Set([tau, most]));
    expect(filledPaths(setAt(draft, tau, 0.7), filled)).toEqual(new Set([most]));
    const moved = { ...draft, arms: draft.arms.slice(1) };
    expect(filledPaths(moved, filled)).toEqual(
      new Set([tau, most].map((path) => path.replace(`arms.${at}`, `arms.${at - 1}`))),
    );
    expect(filledPaths({ ...draft, arms: [] }, filled)).toEqual(new Set());
  });
});
