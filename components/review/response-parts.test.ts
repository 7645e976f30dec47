import { describe, expect, it } from "vitest";
import { responseParts } from "./response-parts";

const step = (index: number, start: number, end: number) => ({ index, text: { start, end } });

describe("responseParts", () => {
  it("leaves nothing out but tags and blanks around what stands outside of the steps", () => {
    const response = "<think>first <step>a😀</step>\n<step>b</step></think><answer>4</answer> and more";
    const parts = responseParts({ response, traceSteps: [step(1, 19, 21), step(2, 35, 36)] });
    expect(parts.map(({ traceStep, text, isAnswer }) => [traceStep, text, isAnswer])).toEqual([
      [null, "first", false],
      [1, "a😀", false],
      [2, "b", false],
      [null, "4</answer> and more", false],
    ]);
  });
  it("knows the answer where it stands alone", () => {
    const response = "<think><step>b</step></think><answer>4</answer>";
    expect(responseParts({ response, traceSteps: [step(1, 13, 14)] }).at(-1)).toEqual({
      ...{ traceStep: null, isAnswer: true, text: "4", from: 37 },
    });
  });
  it("shows all of a response without steps", () => {
    expect(responseParts({ response: "free text", traceSteps: [] })).toEqual([
      { traceStep: null, isAnswer: false, text: "free text", from: 0 },
    ]);
  });
  it("keeps empty steps, and counts code points", () => {
    const parts = responseParts({ response: "😀x", traceSteps: [step(1, 1, 1), step(2, 1, 2)] });
    expect(parts.map(({ traceStep, text, from }) => [traceStep, text, from])).toEqual([
      [null, "😀", 0],
      [1, "", 1],
      [2, "x", 1],
    ]);
  });
});
