import { describe, expect, it } from "vitest";
import { sliceCodePoints } from "@/lib/traces";
import { prm800k } from "./prm800k";
import { eventsOf, fileOf, tracesOf } from "./testing/file-of";

const rated = (text: string, rating: number | null = 1, flagged: boolean | null = null) => ({
  text,
  rating,
  flagged,
});
const step = (completions: object[] | null, chosen: number | null = 0, written: unknown = null) => ({
  completions,
  human_completion: written,
  chosen_completion: chosen,
});

interface Change {
  steps?: object[];
  finish?: string;
  question?: object;
  generation?: number | null;
  labeler?: string;
}

const read = ({ steps = [], finish = "solution", question = {}, generation = 2, labeler = "me" }: Change) =>
  eventsOf(prm800k, [
    fileOf(
      "phase2_train.jsonl",
      JSON.stringify({
        labeler,
        timestamp: "2023-01-22T04:34:27",
        generation,
        is_quality_control_question: true,
        is_initial_screening_question: false,
        question: { problem: "p", ground_truth_answer: "4", ...question },
        label: { steps, total_time: 7, finish_reason: finish },
      }),
    ),
  ]);

async function traceOf(change: Change) {
  const [trace] = tracesOf(await read(change));
  if (!trace) throw new Error("no trace");
  const texts = trace.traceSteps.map(({ text }) => sliceCodePoints(trace.response, text.start, text.end));
  const labels = trace.traceSteps.map(({ scores }) => scores?.[0]?.label ?? null);
  return { ...trace, texts, labels, firstError: trace.scores?.[0]?.firstError ?? null };
}

describe("PRM800K", () => {
  it("takes the chosen path as the trace, and all that was not chosen as alternatives", async () => {
    const trace = await traceOf({
      steps: [
        step([rated("a", -1), rated("b", 1), rated("c", 0)], 1),
        step([rated("d", 0)]),
        step([rated("e\n\n# Answer\n\n4", 1)]),
      ],
    });
    expect(trace).toMatchObject({
      texts: ["b", "d", "e\n\n# Answer\n\n4"],
      labels: ["good", "neutral", "good"],
      answer: "4",
      prompt: { answer: "4" },
      outcome: 1,
      firstError: 0,
    });
    expect(trace.traceSteps.map(({ alternatives }) => alternatives)).toMatchObject([
      [
        { text: "a", label: "bad", scorer: { kind: "human", name: "PRM800K labelers" } },
        { text: "c", label: "neutral" },
      ],
      [],
      [],
    ]);
  });

  it("takes the step that the labeler wrote, which nobody rated", async () => {
    for (const written of [{ text: "mine", rating: null, source: "human" }, "mine"]) {
      const trace = await traceOf({
        steps: [step([rated("a", -1)], null, written), step(null, null, written)],
      });
      expect(trace).toMatchObject({ texts: ["mine", "mine"], labels: [null, null], firstError: null });
      expect(trace.traceSteps).toMatchObject([
        { scores: [{ tags: ["written by the labeler"] }], alternatives: [{ text: "a", label: "bad" }] },
        { alternatives: [] },
      ]);
    }
  });

  it("ends at the solution's own step where labelling ended there, and claims no outcome", async () => {
    const trace = await traceOf({
      finish: "found_error",
      question: { pre_generated_steps: ["a", "own", "more"], pre_generated_answer: "4" },
      steps: [step([rated("a", 1)]), step([rated("x", 1), rated("own", -1)], null)],
    });
    expect(trace).toMatchObject({
      texts: ["a", "own"],
      labels: ["good", "bad"],
      firstError: 2,
      outcome: null,
      extra: { question: { pre_generated_steps: ["a", "own", "more"], pre_generated_answer: "4" } },
    });
    expect(trace.traceSteps[1]).toMatchObject({
      scores: [{ tags: ["labelling ended here"] }],
      alternatives: [{ text: "x", label: "good" }],
    });
  });

  it("says that no step is wrong only where all were rated and a solution was reached", async () => {
    const firstError = async (finish: string, rating: number | null) =>
      (await traceOf({ finish, steps: [step([rated("a", rating)])] })).firstError;
    expect(await firstError("solution", 0)).toBe(0);
    expect(await firstError("solution", null)).toBeNull();
    expect(await firstError("give_up", 1)).toBeNull();
    expect(await firstError("bad_problem", -1)).toBe(1);
  });

  it("keeps phases, generations, flags and who labelled", async () => {
    const two = await traceOf({ steps: [step([rated("a", null, true)])] });
    expect(two).toMatchObject({
      run: "phase 2, generation 2",
      traceSteps: [{ scores: [{ label: null, tags: ["flagged"], scorer: { version: "phase 2" } }] }],
      extra: {
        labeler: "me",
        timestamp: "2023-01-22T04:34:27",
        is_quality_control_question: true,
        is_initial_screening_question: false,
        label: { finish_reason: "solution", total_time: 7 },
      },
    });
    const one = await traceOf({ generation: null, steps: [step([rated("a", -1)])] });
    expect(one).toMatchObject({ run: "phase 1", scores: [{ scorer: { version: "phase 1" } }] });
    expect(one.recordKey).not.toBe(
      (await traceOf({ labeler: "you", steps: [step([rated("a")])] })).recordKey,
    );
  });

  it("drops a last step without any text, and refuses one in between", async () => {
    const empty = step([], null);
    expect((await traceOf({ steps: [step([rated("a")]), empty] })).texts).toEqual(["a"]);
    expect(await read({ steps: [empty, step([rated("a")])] })).toMatchObject([
      { type: "row" },
      { type: "rejected", line: 1, reason: expect.stringMatching(/^label\.steps\.0: has neither/) },
    ]);
  });

  it("refuses ratings and choices that cannot be, naming the field", async () => {
    for (const [steps, field] of [
      [[step([rated("a", 2)])], /^label\.steps\.0\.completions\.0\.rating: /],
      [[step([rated("a")], 1)], /^label\.steps\.0\.chosen_completion: names a completion/],
    ] as const)
      expect(await read({ steps: [...steps] })).toMatchObject([
        { type: "row" },
        { type: "rejected", reason: expect.stringMatching(field) },
      ]);
  });
});
