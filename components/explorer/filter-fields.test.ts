import { describe, expect, it } from "vitest";
import { traceSelection } from "@/lib/contracts";
import { choicesOf, FILTER_FIELDS, filterWords, isOffered, isSet, keysOf, without } from "./filter-fields";

const fieldOf = (title: string) => {
  const field = FILTER_FIELDS.find((f) => f.title === title);
  if (!field) throw new Error(`no field ${title}`);
  return field;
};

describe("the filters", () => {
  it("reach every field of a selection, but its project and its text", () => {
    const reached = FILTER_FIELDS.flatMap(keysOf);
    const all = traceSelection.keyof().options;
    expect(reached.toSorted()).toEqual(all.filter((k) => k !== "project" && k !== "text").toSorted());
  });

  it("offer only values that the selection takes", () => {
    for (const field of FILTER_FIELDS)
      if (field.kind === "choice")
        for (const value of Object.keys(field.words))
          expect(traceSelection.safeParse({ [field.key]: value }).success, `${field.key}=${value}`).toBe(
            true,
          );
  });

  it("say what they ask for", () => {
    const words = (title: string, values: Record<string, string>) => filterWords(fieldOf(title), values, {});
    expect(words("Mean c", { minMeanC: "0.2", maxMeanC: "0.5" })).toBe("0.2 to 0.5");
    expect(words("Mean c", { maxMeanC: "0.5" })).toBe("at most 0.5");
    expect(words("Train step", { fromTrainStep: "7", toTrainStep: "7" })).toBe("7");
    expect(words("Length", { minTokens: "280" })).toBe("at least 280 tokens");
    expect(words("Reward", { minReward: "-0.5" })).toBe("at least −0.5");
    expect(words("Solvability", { fate: "never" })).toBe("never solvable");
    expect(words("Traces", { traces: "a,b,c" })).toBe("3 chosen traces");
  });

  it("name what the server named", () => {
    const arms = ["mixed", "process-only", "outcome-only"].map((value) => ({
      value,
      label: value.toUpperCase(),
      count: 4,
    }));
    const arm = fieldOf("Arm");
    expect(filterWords(arm, { arms: "mixed" }, { arms })).toBe("MIXED");
    expect(filterWords(arm, { arms: "mixed,process-only,x" }, { arms })).toBe("MIXED and 2 more");
    expect(isOffered(arm, {})).toBe(false);
    expect(isOffered(arm, { arms })).toBe(true);
  });

  it("keep a value that no trace has on offer, without a count that nobody made", () => {
    const outcome = fieldOf("Outcome");
    if (outcome.kind !== "choice") throw new Error("not a choice");
    const choices = choicesOf(outcome, { outcome: [{ value: "right", label: "right", count: 3 }] });
    expect(choices.map((c) => [c.value, c.count])).toEqual([
      ["right", 3],
      ["wrong", null],
      ["unknown", null],
    ]);
  });

  it("are taken away whole", () => {
    const meanC = fieldOf("Mean c");
    expect(isSet(meanC, { maxMeanC: "1" })).toBe(true);
    expect(without(meanC)).toEqual({ minMeanC: null, maxMeanC: null });
  });
});
