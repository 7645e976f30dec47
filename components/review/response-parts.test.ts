import { describe, expect, it } from "vitest";
import { responseParts, withoutStructure } from "./response-parts";

const step = (index: number, start: number, end: number) => ({ index, text: { start, end } });

describe("responseParts", () => {
  it("leaves nothing out but lone tags and blanks between the steps", () => {
    const response = "<think>first <step>a😀</step>\n<step>b</step></think><answer>4</answer> and more";
    const parts = responseParts({ response, traceSteps: [step(1, 19, 21), step(2, 35, 36)] });
    expect(parts.map(({ traceStep, text }) => [traceStep, text])).toEqual([
      [null, "<think>first <step>"],
      [1, "a😀"],
      [2, "b"],
      [null, "</step></think><answer>4</answer> and more"],
    ]);
  });
  it("shows all of a response without steps", () => {
    expect(responseParts({ response: "free text", traceSteps: [] })).toEqual([
      { traceStep: null, text: "free text", from: 0 },
    ]);
  });
  it("keeps empty steps, and counts code points", () => {
    const parts = responseParts({ response: "😀x", traceSteps: [step(1, 1, 1), step(2, 1, 2)] });
    expect(parts).toEqual([
      { traceStep: null, text: "😀", from: 0 },
      { traceStep: 1, text: "", from: 1 },
      { traceStep: 2, text: "x", from: 1 },
    ]);
  });
  it("shows what stands outside without the tags of the steps beside it, and an answer as it is", () => {
    expect(withoutStructure("</step></think><answer>4</answer> and more")).toBe(
      "<answer>4</answer> and more",
    );
    expect(withoutStructure("<think>first <step>")).toBe("first");
    expect(withoutStructure("a </step> b")).toBe("a </step> b");
  });
});
