import { describe, expect, it } from "vitest";
import { importedTrace } from "./imports";
import { labelView } from "./reviews";
import { traceDetail } from "./trace-views";

describe("views of a prompt", () => {
  it("hold whatever an import may bring", () => {
    const messages = Array.from({ length: 1_000 }, (_, i) => ({ role: "user", content: `turn ${i}` }));
    const { prompt } = importedTrace.parse({
      ...{ recordKey: "r", run: "r", source: { file: "f", line: 1 }, response: "", traceSteps: [] },
      prompt: { key: "Any Words!", dataset: "d", family: "Number theory (hard)", messages },
    });
    const { key, dataset, family } = prompt;
    const stored = { id: `prm_${"0".repeat(32)}`, key, dataset, family, messages, answer: null, media: [] };
    expect(traceDetail.shape.prompt.safeParse(stored).error).toBeUndefined();
    expect(labelView.shape.prompt.safeParse({ messages, media: [] }).error).toBeUndefined();
  });
});
