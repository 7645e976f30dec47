import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { sliceCodePoints } from "@/lib/traces";
import { mathShepherd } from "./math-shepherd";
import { eventsOf, fileOf, tracesOf } from "./testing/file-of";

const read = (record: object) => eventsOf(mathShepherd, [fileOf("m.jsonl", JSON.stringify(record))]);

/** A record of which `text` has `@+` and `@-` in place of step tags with their labels. */
const record = (text: string) => ({
  input: text.replace(/@[-+]/g, "ки"),
  label: text.replace(/@/g, ""),
  task: "MATH",
});

async function solved(text: string) {
  const [trace] = tracesOf(await read(record(text)));
  if (!trace) return null;
  return {
    question: trace.prompt.messages[0]?.content,
    steps: trace.traceSteps.map(({ text: { start, end } }) => sliceCodePoints(trace.response, start, end)),
    labels: trace.traceSteps.map(({ scores }) => scores?.[0]?.label ?? null),
    firstError: trace.scores?.[0]?.firstError,
    answer: trace.answer,
    outcome: trace.outcome ?? null,
  };
}

const reasonOf = async (change: object) => {
  const events = await read({ ...record("Q? Step 1: a @+"), ...change });
  return events.flatMap((event) => (event.type === "rejected" ? [event.reason] : [])).join();
};

describe("Math-Shepherd", () => {
  it("splits question and steps, with the sign in each tag's place as the label", async () => {
    expect(await solved("What is 2-1+3? Step 1: 2-1 = 1 @+\nStep 2: 1+3 = 5. The answer is: 5 @-")).toEqual({
      question: "What is 2-1+3?",
      steps: ["Step 1: 2-1 = 1", "Step 2: 1+3 = 5. The answer is: 5"],
      labels: ["good", "bad"],
      firstError: 2,
      answer: "5",
      outcome: null,
    });
  });

  it("speaks as a program of a name of its own, never as people", async () => {
    const [trace] = tracesOf(await read(record("Q? Step 1: a @+")));
    const scorer = { kind: "judge", name: "Math-Shepherd", version: "hard labels" };
    expect(trace).toMatchObject({
      run: "MATH",
      traceSteps: [{ scores: [{ scorer }] }],
      scores: [{ scorer, firstError: 0 }],
    });
  });

  it("reads a solution without “Step 1:” from the question mark on", async () => {
    expect(await solved("How many? One. @+\nTwo. @-")).toMatchObject({
      question: "How many?",
      steps: ["One.", "Two."],
      labels: ["good", "bad"],
    });
    expect(await solved("How many? @-\nTwo. @+")).toMatchObject({ steps: ["Two."], labels: ["good"] });
  });

  it("leaves out a label that stands within the question", async () => {
    expect(await solved("Parker has 2. @- How many? Step 1: a @+")).toMatchObject({
      question: "Parker has 2.  How many?",
      steps: ["Step 1: a"],
      labels: ["good"],
      firstError: 0,
    });
  });

  it("keeps what stands behind the last tag, without a label", async () => {
    expect(await solved("Q? step 1: a @+\nand then")).toMatchObject({
      steps: ["step 1: a", "and then"],
      labels: ["good", null],
    });
  });

  it("refuses what cannot be told, naming the field", async () => {
    expect(await reasonOf({ label: "Q? Step 1: b +" })).toMatch(/^label: is not the text of input/);
    expect(await reasonOf({ label: "Q? Step 1: a ?" })).toMatch(/^label: is not the text of input/);
    expect(await reasonOf({ input: "Q? Step 1: a" })).toMatch(/^input: has no step tag/);
    expect(await reasonOf(record("One. @+"))).toMatch(/^input: no “Step 1:” and no question mark/);
  });

  it("gives back steps and labels, whatever the steps hold", async () => {
    const body = fc.string({ unit: "binary" }).filter((text) => !/ки|@|step 1:/i.test(text));
    const step = fc.tuple(body, fc.constantFrom("+", "-"));
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 5 }), async (parts) => {
        const text = parts.map(([words, sign], i) => `Step ${i + 1}: ${words}. @${sign}`).join("\n");
        const found = await solved(`A question. ${text}`);
        expect(found?.steps).toEqual(parts.map(([words], i) => `Step ${i + 1}: ${words}.`));
        expect(found?.labels).toEqual(parts.map(([, sign]) => (sign === "+" ? "good" : "bad")));
        expect(found?.firstError).toBe(parts.findIndex(([, sign]) => sign === "-") + 1);
      }),
      { seed: 9, numRuns: 200 },
    );
  });
});
