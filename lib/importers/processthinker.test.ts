import { describe, expect, it } from "vitest";
import { importedTrace } from "@/lib/contracts";
import { sliceCodePoints } from "@/lib/traces";
import type { ImportEvent } from "./importer";
import { processthinker } from "./processthinker";
import { rewardLine, rolloutLine } from "./processthinker.example";
import { eventsOf, fileOf, tracesOf } from "./testing/file-of";

const lines = (records: readonly object[]) => records.map((record) => `${JSON.stringify(record)}\n`).join("");

const read = (rewards: object[] | null, rollouts: object[] | null = null) =>
  eventsOf(processthinker, [
    ...(rollouts === null ? [] : [fileOf("process_rollouts_20261120.jsonl", lines(rollouts))]),
    ...(rewards === null ? [] : [fileOf("rewards_20261120.jsonl", lines(rewards))]),
  ]);

/** Traces as the contract has them, defaults and all. */
const traces = (events: readonly ImportEvent[]) =>
  tracesOf(events).map((trace) => importedTrace.parse(trace));

const notes = (events: readonly ImportEvent[]) =>
  events.flatMap((event) => (event.type === "note" ? [event.text] : [])).join("\n");

const unjoined = (events: readonly ImportEvent[]) => events.filter(({ type }) => type === "unjoined");

const tagged = (steps: string[], answer = "B") =>
  `<think>${steps.map((step) => `<step>${step}</step>`).join("")}</think><answer>${answer}</answer>`;

const said = (response: string, changes: object = {}) =>
  rewardLine({ response, raw_response: response, ...changes });

const countsOf = (events: readonly ImportEvent[]) =>
  traces(events).map(({ traceSteps }) =>
    traceSteps.map(({ counts }) => counts && [counts.successes, counts.returned, counts.requested]),
  );

const unscored = (rewards: object) => ({ ...rewards, cot_reward_raw: 0, cot_reward: 0, r2: 0 });

describe("joining both logs", () => {
  it("hangs the continuations of each prefix on its trace step, without the prefix they repeat", async () => {
    const events = await read(
      [rewardLine()],
      [rolloutLine(["a"], ["B", "C"]), rolloutLine(["a", "b"], ["B", "B"])],
    );
    const [trace] = traces(events);
    expect(countsOf(events)).toEqual([
      [
        [1, 2, 2],
        [2, 2, 2],
      ],
    ]);
    expect(trace?.traceSteps[0]?.continuations).toMatchObject([
      { text: "<step>so</step></think><answer>B</answer>", verdict: "right", answer: "B", tokens: null },
      {
        text: "<step>so</step></think><answer>C</answer>",
        verdict: "wrong",
        answer: "C",
        finishReason: null,
      },
    ]);
    expect(trace).toMatchObject({
      origin: "train",
      trainStep: 1,
      sampleIndex: 0,
      modelId: null,
      answer: "B",
    });
    expect(trace?.prompt).toMatchObject({ answer: "B", messages: [{ role: "user", content: "Which one?" }] });
  });

  it("does not join by text alone: responses that share steps keep their own continuations", async () => {
    const rewards = [said(tagged(["a", "b"])), said(tagged(["a", "c"]), { sample_idx: 1 })];
    const events = await read(rewards, [
      rolloutLine(["a"], ["B"], { sample_idx: 1 }),
      rolloutLine(["a"], ["C", "C"]),
    ]);
    expect(countsOf(events).map((steps) => steps[0])).toEqual([
      [0, 2, 2],
      [1, 1, 2],
    ]);
  });

  it("does not join by place alone: a prefix of another text is unjoined, with its line", async () => {
    const events = await read([rewardLine()], [rolloutLine(["other"], ["B"])]);
    expect(countsOf(events)).toEqual([[null, null]]);
    expect(unjoined(events)).toMatchObject([
      {
        file: "process_rollouts_20261120.jsonl",
        line: 1,
        reason: expect.stringContaining("no response of global step 1"),
      },
    ]);
  });

  it("counts each line of an unjoined response", async () => {
    const rollouts = [rolloutLine(["a"], ["B"]), rolloutLine(["a", "b"], ["B"])];
    expect(unjoined(await read([rewardLine({ sample_idx: 5 })], rollouts))).toHaveLength(2);
  });
});

describe("a counter that restarted", () => {
  const first = said(tagged(["a", "b"]));
  const second = said(tagged(["c", "d"]), { timestamp: "later" });

  it("gives each segment a run, and joins within it", async () => {
    const rewards = [first, { ...first, global_step: 2, timestamp: "2" }, second];
    const events = await read(rewards, [
      rolloutLine(["a"], ["B"]),
      rolloutLine(["a"], ["C", "C", "C"], { global_step: 2 }),
      rolloutLine(["c"], ["C", "C"]),
    ]);
    expect(traces(events).map(({ run, trainStep }) => [run, trainStep])).toEqual([
      ["Training log, segment 1", 1],
      ["Training log, segment 1", 2],
      ["Training log, segment 2", 1],
    ]);
    // M is the largest count of the run: 3 in the first segment, 2 in the second.
    expect(countsOf(events).map((steps) => steps[0])).toEqual([
      [1, 1, 3],
      [0, 3, 3],
      [0, 2, 2],
    ]);
    expect(notes(events)).toContain("the counter restarted 1 time, so there are 2 segments");
  });

  it("tells equal texts at equal places apart by the order of segments", async () => {
    const again = { ...first, timestamp: "later" };
    const rollouts = [rolloutLine(["a"], ["B"]), rolloutLine(["a"], ["C"], { timestamp: "later" })];
    expect(countsOf(await read([first, again], rollouts)).map((steps) => steps[0])).toEqual([
      [1, 1, 1],
      [0, 1, 1],
    ]);
  });

  it("leaves unjoined what fits two segments equally well", async () => {
    const again = { ...first, timestamp: "later" };
    const events = await read([first, again], [rolloutLine(["a"], ["B"])]);
    expect(unjoined(events)).toMatchObject([
      { reason: expect.stringContaining("fits 2 responses equally well") },
    ]);
    expect(countsOf(events)).toEqual([
      [null, null],
      [null, null],
    ]);
  });

  it("lets the rest of a segment decide where one text fits twice", async () => {
    const again = { ...first, timestamp: "later" };
    const other = said(tagged(["x", "y"]), { sample_idx: 1, timestamp: "later" });
    const rollouts = [rolloutLine(["a"], ["B"]), rolloutLine(["x"], ["B"], { sample_idx: 1 })];
    const events = await read([first, again, other], rollouts);
    expect(unjoined(events)).toEqual([]);
    expect(countsOf(events).map((steps) => steps[0])).toEqual([null, [1, 1, 1], [1, 1, 1]]);
  });

  it("reads days in their order, whatever the order of the files", async () => {
    const days = ["20261121", "20261120"].map((day, i) =>
      fileOf(`rewards_${day}.jsonl`, lines([{ ...first, global_step: 2 - i, timestamp: day }])),
    );
    expect(
      tracesOf(await eventsOf(processthinker, days)).map(({ run, trainStep }) => [run, trainStep]),
    ).toEqual([
      ["Training log", 1],
      ["Training log", 2],
    ]);
  });
});

describe("zeros that are no zeros", () => {
  it("keeps an empty list of continuations with prefix_score 0 as missing", async () => {
    const events = await read([rewardLine()], [rolloutLine(["a"], []), rolloutLine(["a", "b"], ["B", "B"])]);
    expect(countsOf(events)).toEqual([
      [
        [0, 0, 2],
        [2, 2, 2],
      ],
    ]);
    expect(notes(events)).toContain("a prefix without any continuation counted as 0");
  });

  it("counts what came back short of M as lost", async () => {
    const events = await read(
      [rewardLine()],
      [rolloutLine(["a"], ["B"]), rolloutLine(["a", "b"], ["B", "C", "C", "C"])],
    );
    expect(countsOf(events)).toEqual([
      [
        [1, 1, 4],
        [1, 4, 4],
      ],
    ]);
  });

  it("leaves trace steps that nobody continued from unscored, as those past K_max", async () => {
    const events = await read([said(tagged(["a", "b", "c"]))], [rolloutLine(["a"], ["B"])]);
    expect(countsOf(events)).toEqual([[[1, 1, 1], null, null]]);
  });

  it("knows no outcome where the weights show that answers were not graded", async () => {
    const events = await read([rewardLine(), rewardLine({ sample_idx: 1 }, { cot_reward: 0, r2: 0 })]);
    expect(traces(events).map(({ outcome, reward }) => [outcome, reward?.outcome])).toEqual([
      [null, null],
      [null, null],
    ]);
    expect(notes(events)).toContain("the logged acc_reward of 0 is unknown, not wrong");
  });

  it("knows a wrong answer where the weights show that answers were graded", async () => {
    const mixed = rewardLine({}, { cot_reward_raw: 0.8, cot_reward: 0.8, r2: 0.4 });
    const events = await read([mixed]);
    expect(traces(events)[0]).toMatchObject({ outcome: 0, reward: { outcome: 0, outcomeGated: 0 } });
  });

  it("knows outcomes where one answer was right, or one wrong answer was punished", async () => {
    const right = rewardLine({}, unscored({ acc_reward_raw: 1, acc_reward: 1 }));
    const wrong = rewardLine({ sample_idx: 1 }, unscored({}));
    expect(traces(await read([right, wrong])).map(({ outcome }) => outcome)).toEqual([1, 0]);
    const punished = rewardLine({ sample_idx: 2 }, unscored({ acc_reward: -0.5, step_bonus: 0.5 }));
    expect(traces(await read([wrong, punished])).map(({ outcome }) => outcome)).toEqual([0, 0]);
  });

  it("says nothing where nothing tells whether answers were graded", async () => {
    const events = await read([rewardLine({}, unscored({}))]);
    expect(traces(events)[0]).toMatchObject({ outcome: null, reward: { process: null, processGated: null } });
    expect(notes(events)).toContain("nothing tells whether answers were graded");
  });

  it("takes an invalid response's zeros for what was never computed", async () => {
    const zeros = unscored({ overall: 0, format_reward: 0, format_valid: 0, step_count: 1 });
    const [trace] = traces(
      await read([
        rewardLine({ response: "<think><step>a</step>", raw_response: "<think><step>a</step>" }, zeros),
      ]),
    );
    expect(trace).toMatchObject({ invalidReason: "unclosed-think", outcome: null });
    expect(trace?.reward).toMatchObject({
      reward: 0,
      formatValid: false,
      stepCount: 0,
      outcome: null,
      process: null,
    });
    expect(trace?.traceSteps).toHaveLength(1);
  });

  it("says that the log refused a response of the grammar", async () => {
    const zeros = unscored({ overall: 0, format_valid: 0, step_count: 2 });
    expect(traces(await read([rewardLine({}, zeros)]))[0]?.invalidReason).toContain(
      "refused it (2 trace steps)",
    );
  });

  it("takes a row of zeros that a failure wrote for no reward at all", async () => {
    const events = await read([rewardLine({}, unscored({ overall: 0, format_valid: 0, step_count: 0 }))]);
    expect(traces(events)[0]).toMatchObject({ reward: null, invalidReason: null, outcome: null });
    expect(notes(events)).toContain("1 reward is a row of zeros");
  });

  it("takes a length of 0 tokens for not told", async () => {
    const events = await read([rewardLine({ response_length_tokens: 0 })]);
    expect(traces(events)[0]?.responseTokens).toBeNull();
    expect(notes(events)).toContain("stands for not told");
  });

  it("reads NaN as itself, and a grade between right and wrong as no success", async () => {
    const line = JSON.stringify(rewardLine({}, { overall: "@" })).replace('"@"', "NaN");
    const events = await eventsOf(processthinker, [
      fileOf("rewards_20261120.jsonl", line),
      fileOf(
        "process_rollouts_20261120.jsonl",
        lines([rolloutLine(["a"], ["B"], { continuations: [{ output: "x", accuracy: 0.5 }] })]),
      ),
    ]);
    expect(traces(events)[0]).toMatchObject({ reward: { reward: "NaN" } });
    expect(traces(events)[0]?.traceSteps[0]).toMatchObject({
      counts: { returned: 1, successes: 0 },
      continuations: [{ verdict: "unknown", text: "x", answer: null }],
    });
    expect(notes(events)).toContain("not begin with the prefix");
  });
});

describe("texts", () => {
  it("keeps what the model wrote, though the log ate the blanks around / and < and >", async () => {
    const raw = tagged(["1 / 2 km / h", " a < b "]);
    const eaten = raw.replace(/\s*([<>/])\s*/g, "$1");
    const events = await read(
      [rewardLine({ response: eaten, raw_response: raw })],
      [rolloutLine(["1/2 km/h"], ["B"]), rolloutLine(["1/2 km/h", "a<b"], ["B"])],
    );
    const [trace] = traces(events);
    expect(trace?.response).toBe(raw);
    expect(trace?.traceSteps.map(({ text }) => sliceCodePoints(raw, text.start, text.end))).toEqual([
      "1 / 2 km / h",
      " a < b ",
    ]);
    expect(countsOf(events)).toEqual([
      [
        [1, 1, 1],
        [1, 1, 1],
      ],
    ]);
    expect(trace?.extra).toMatchObject({ normalized_response: eaten });
  });

  it("takes the normalised text where the tags as written are none, and keeps the other", async () => {
    const raw = "< think >< step >a</ step >< step >b</ step ></ think >< answer >B</ answer >";
    const events = await read([rewardLine({ raw_response: raw })], [rolloutLine(["a"], ["B"])]);
    const [trace] = traces(events);
    expect(trace).toMatchObject({ response: tagged(["a", "b"]), extra: { raw_response: raw } });
    expect(countsOf(events)).toEqual([[[1, 1, 1], null]]);
    expect(notes(events)).toContain("stored as the logger normalised it");
  });

  it("strips a prefix however its blanks fell, and keeps an output that does not repeat it", async () => {
    const outputs = [
      " <think>\n<step> a </step>\n<step>new</step></think><answer>B</answer>",
      "<step>new</step></think><answer>B</answer>",
    ].map((output) => ({ output, accuracy: 1 }));
    const events = await read([rewardLine()], [rolloutLine(["a"], [], { continuations: outputs })]);
    expect(traces(events)[0]?.traceSteps[0]?.continuations.map(({ text }) => text)).toEqual([
      "\n<step>new</step></think><answer>B</answer>",
      "<step>new</step></think><answer>B</answer>",
    ]);
  });

  it("tells a continuation without an answer from one with a wrong answer", async () => {
    const outputs = ["<think><step>a</step></think>done", "<think><step>a</step></think><answer>C</answer>"];
    const continuations = outputs.map((output) => ({ output, accuracy: 0 }));
    const events = await read([rewardLine()], [rolloutLine(["a"], [], { continuations })]);
    expect(traces(events)[0]?.traceSteps[0]?.continuations.map(({ verdict }) => verdict)).toEqual([
      "malformed",
      "wrong",
    ]);
  });

  it("says that a problem of 500 characters was cut", async () => {
    expect(notes(await read([rewardLine({ problem: "x".repeat(500) })]))).toContain(
      "1 problem was cut at 500",
    );
    expect(notes(await read([rewardLine({ problem: "x".repeat(499) })]))).not.toContain("cut at 500");
  });
});

describe("groups, gates and single files", () => {
  it("groups the responses of one problem in one call, and no others", async () => {
    const rewards = [0, 1, 2].map((sample_idx) =>
      rewardLine({ sample_idx, problem: sample_idx === 2 ? "Another?" : "Which one?" }),
    );
    const found = traces(await read([...rewards, rewardLine({ global_step: 2 })]));
    expect(found.map(({ group }) => [group?.size, group?.mean])).toEqual([
      [2, null],
      [2, null],
      [1, null],
      [1, null],
    ]);
    expect(new Set(found.map(({ group }) => group?.id)).size).toBe(3);
  });

  it("sees a gate only where the log shows one", async () => {
    const low = { cot_reward_raw: 0.25, cot_reward: 0.25, r2: 0.25 };
    const open = await read([rewardLine({}, low)]);
    expect(traces(open)[0]?.reward?.gate).toBe("off");
    const punished = { cot_reward_raw: 0.25, cot_reward: -0.5, step_bonus: 0.5, r2: 0 };
    const gated = await read([rewardLine({}, punished), rewardLine({ sample_idx: 1 })]);
    expect(traces(gated).map(({ reward }) => reward?.gate)).toEqual(["fail", "pass"]);
  });

  it("reads the rewards alone, and says which continuations are not there", async () => {
    const events = await read([rewardLine()]);
    expect(traces(events)).toHaveLength(1);
    expect(notes(events)).toContain("1 response has a process reward and no continuations in these files");
    expect(unjoined(events)).toEqual([]);
  });

  it("reads the rollouts alone, as far as their longest prefix", async () => {
    const events = await read(null, [rolloutLine(["a"], ["B"]), rolloutLine(["a", "b"], ["C", "B"])]);
    const [trace] = traces(events);
    expect(trace).toMatchObject({
      response: "<think><step>a</step><step>b</step>",
      reward: null,
      outcome: null,
    });
    expect(trace?.prompt.answer).toBeNull();
    expect(countsOf(events)).toEqual([
      [
        [1, 1, 2],
        [1, 2, 2],
      ],
    ]);
    expect(unjoined(events)).toEqual([]);
    expect(notes(events)).toContain("There is no rewards log");
  });

  it("never hangs the continuations of one text on the steps of another, the rewards being away", async () => {
    const events = await read(null, [
      rolloutLine(["a"], ["B", "B"]),
      rolloutLine(["x", "y"], ["C", "C"]),
      rolloutLine(["x", "y", "z"], ["B", "C"]),
    ]);
    expect(traces(events).map(({ response }) => response)).toEqual([
      "<think><step>x</step><step>y</step><step>z</step>",
    ]);
    expect(countsOf(events)).toEqual([[null, [0, 2, 2], [1, 2, 2]]]);
    expect(unjoined(events)).toMatchObject([{ line: 1 }]);
  });

  it("says that a response was continued twice, where a second file of rollouts repeats it", async () => {
    const again = rolloutLine(["a"], ["C"], { timestamp: "2026-11-21T00:00:00" });
    const events = await read([rewardLine()], [rolloutLine(["a"], ["B"]), again]);
    expect(countsOf(events)[0]?.[0]).toEqual([1, 1, 1]);
    expect(unjoined(events)).toMatchObject([{ line: 2, reason: expect.stringContaining("already") }]);
  });

  it("takes a line that came twice for the same record", async () => {
    const events = await read(
      [rewardLine(), rewardLine()],
      [rolloutLine(["a"], ["B"]), rolloutLine(["a"], ["B"])],
    );
    expect(events.filter(({ type }) => type === "duplicate")).toHaveLength(2);
    expect(countsOf(events)).toEqual([[[1, 1, 1], null]]);
  });

  it("names the field of a line that is damaged", async () => {
    const events = await read([rewardLine({ global_step: -1 }), { other: 1 }, rewardLine({ problem: null })]);
    expect(
      events.flatMap((event) => (event.type === "rejected" ? [[event.line, event.reason]] : [])),
    ).toEqual([
      [1, expect.stringContaining("global_step")],
      [2, expect.stringContaining("neither a line of a rewards log")],
      [3, expect.stringContaining("problem")],
    ]);
  });
});
