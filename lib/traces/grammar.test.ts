import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { sliceCodePoints } from "./code-points";
import { continuationAnswer, parseResponse } from "./grammar";
import { isBlank, TAGS, trimBlanks } from "./tags";

// The same cases on every run: a failure must be repeatable.
fc.configureGlobal({ seed: 20_261_120 });

type Golden = {
  cases: {
    id: string;
    input: string;
    expected: {
      valid: boolean;
      reason: string | null;
      steps: { start: number; end: number }[];
      answer: string | null;
    };
  }[];
};
const golden: Golden = JSON.parse(readFileSync("trainer-bridge/contracts/golden/traces.json", "utf8"));

describe("parseResponse", () => {
  it.each(golden.cases)("agrees with the shared golden file: $id", ({ input, expected }) => {
    const { steps, faultAt, ...verdict } = parseResponse(input);
    expect(faultAt === null).toBe(expected.valid);
    expect({ ...verdict, steps: steps.map(({ start, end }) => ({ start, end })) }).toEqual(expected);
    for (const step of steps) expect(sliceCodePoints(input, step.start, step.end)).toBe(step.body);
  });

  const body = fc.string({ unit: "binary", minLength: 1, maxLength: 40 }).filter((text) => {
    return !isBlank(text) && !TAGS.some((tag) => text.includes(tag)) && !/[<]\/?\w*$/.test(text);
  });
  const blanks = fc.string({ unit: fc.constantFrom(" ", "\n", "\t", "\r"), maxLength: 3 });

  it("reads back what was written (round trip)", () => {
    fc.assert(
      fc.property(fc.array(body, { minLength: 1, maxLength: 8 }), body, blanks, (bodies, answer, gap) => {
        const steps = bodies.map((text) => `<step>${text}</step>`).join(gap);
        const text = `${gap}<think>${gap}${steps}${gap}</think>${gap}<answer>${answer}</answer>${gap}`;
        const parsed = parseResponse(text);
        expect(parsed.valid).toBe(true);
        expect(parsed.steps.map((step) => step.body)).toEqual(bodies);
        expect(parsed.answer).toBe(trimBlanks(answer));
        const points = Array.from(text);
        for (const { start, end, body } of parsed.steps) expect(points.slice(start, end).join("")).toBe(body);
      }),
    );
  });

  it("never throws, and a valid text holds each outer tag once", () => {
    const piece = fc.oneof(fc.constantFrom(...TAGS), fc.constantFrom(" ", "a", "\n", "😀", "<"));
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 30 }), (pieces) => {
        const text = pieces.join("");
        const parsed = parseResponse(text);
        expect(parsed.valid).toBe(parsed.reason === null);
        expect(parsed.answer === null).toBe(!parsed.valid);
        if (!parsed.valid) return;
        for (const tag of ["<think>", "</think>", "<answer>", "</answer>"])
          expect(text.split(tag)).toHaveLength(2);
      }),
      { numRuns: 2000 },
    );
  });

  it.each([
    ["Sure! <think>", 0],
    ["<think>😀<step>a</step></think>", 7],
    ["<think><step>a</step> 😀</think>", 22],
    ["<think><step>a</step></think></think><answer>B</answer>", 29],
    ["<think><step>so <answer>B</answer></step></think>", 16],
    ["<think><step>cut", 16],
    ["<think></think><answer>B</answer>", 7],
    ["<think><step>a</step></think><answer>B</answer>  and", 49],
  ])("says where %j breaks, in code points", (text, at) => {
    expect(parseResponse(text).faultAt).toBe(at);
  });

  it("stays linear on texts made to be slow", () => {
    const slow = [
      `${" ".repeat(400_000)}x`,
      `<think>${"<step>a</step>".repeat(40_000)}`,
      `<think><step>a</step></think><answer>B${" ".repeat(400_000)}C</answer>`,
    ];
    const begun = performance.now();
    for (const text of slow) parseResponse(text);
    expect(performance.now() - begun).toBeLessThan(2_000);
  });
});

describe("continuationAnswer", () => {
  it.each([
    ["</think><answer>B</answer>", "B"],
    ["<step>more</step></think> <answer> 42 </answer>\n", "42"],
    ["</think>\r\n<answer>a / b</answer>", "a / b"],
    ["<answer>B</answer>", null],
    ["</think>I do not know", null],
    ["<step><answer>B</answer></step></think><answer>C</answer>", null],
    ["</think></think><answer>B</answer>", null],
    ["</think><answer>B</answer> and that is it", null],
    ["</think><answer>B</answer><answer>C</answer>", null],
    ["</think><answer></answer>", null],
    ["<step>cut off", null],
    ["", null],
  ])("of %j is %j", (added, answer) => {
    expect(continuationAnswer(added)).toBe(answer);
  });
});
