/** A file that a browser is given to upload. */
export interface FilePayload {
  name: string;
  mimeType: string;
  buffer: Buffer;
}

/** One response of the journey's logs, told by hand so that every count below can be checked by eye. */
interface Told {
  problem: string;
  steps: [string, string, string];
  answer: string;
  isRight: boolean;
  /** Answers of what was sampled from each prefix; fewer than M = 4 came back where there are fewer. */
  sampled: [string[], string[], string[]];
}

const RIGHT = "12";
const right = (n: number) => Array<string>(n).fill(RIGHT);
const wrong = (n: number) => Array<string>(n).fill("7");

/** Six responses to two problems. Their first errors, as both raters see them: none, 2, none, 3, 1, none. */
const TOLD: readonly Told[] = [
  {
    problem: "A rectangle is 2 by 4. What is its perimeter?",
    steps: ["Opposite sides are equal.", "Two sides of 2 and two of 4.", "That is 4 + 8 = 12."],
    ...{ answer: RIGHT, isRight: true, sampled: [right(4), right(4), right(4)] },
  },
  {
    problem: "A rectangle is 2 by 4. What is its perimeter?",
    steps: ["Opposite sides are equal.", "So one side is 2 and the other is 5.", "That is 2 + 5 = 7."],
    ...{ answer: "7", isRight: false, sampled: [[...right(3), "7"], wrong(4), wrong(4)] },
  },
  {
    problem: "A rectangle is 2 by 4. What is its perimeter?",
    steps: ["The sides are perpendicular.", "The perimeter is twice 2 + 4.", "Twice 6 is 12."],
    // One continuation lost, then all four, then none.
    ...{ answer: RIGHT, isRight: true, sampled: [right(3), [], right(4)] },
  },
  {
    problem: "Half of 24 is which number?",
    steps: ["Half of 20 is 10.", "Half of 4 is 2.", "10 less 3 is 7."],
    ...{ answer: "7", isRight: false, sampled: [right(4), right(4), wrong(4)] },
  },
  {
    problem: "Half of 24 is which number?",
    steps: ["Half means taking 17 away.", "24 less 17 is 7.", "So it is 7."],
    ...{ answer: "7", isRight: false, sampled: [wrong(4), wrong(4), wrong(4)] },
  },
  {
    problem: "Half of 24 is which number?",
    steps: ["24 is 2 times 12.", "Half of 2 times 12 is 12.", "So it is 12."],
    ...{ answer: RIGHT, isRight: true, sampled: [right(4), right(4), right(4)] },
  },
];

/** What a report of these logs has to say, counted by hand: 6 x 3 prefixes x 4, less 1 + 4 that were lost. */
export const JOURNEY_COUNTS = { traces: 6, traceSteps: 18, continuations: 67, lost: 5, refused: 1 } as const;

/** First errors by the text of the first step that names each trace: ProcessBench's, 0-based, -1 for none. */
export function firstErrorOf(steps: readonly string[]): number {
  const known = TOLD.findIndex((told) => told.steps.every((step, i) => steps[i]?.includes(step)));
  const label = [-1, 1, -1, 2, 0, -1][known];
  if (label === undefined) throw new Error(`No trace of the journey: ${steps.join(" / ")}`);
  return label;
}

const tagged = (steps: readonly string[]) => steps.map((step) => `<step>${step}</step>`).join("");
const whole = (steps: readonly string[], answer: string) =>
  `<think>${tagged(steps)}</think><answer>${answer}</answer>`;

function rewardOf(told: Told, place: object): object {
  const response = whole(told.steps, told.answer);
  const acc = told.isRight ? 1 : 0;
  return {
    ...place,
    timestamp: "2026-11-20T10:00:00",
    ground_truth: `<answer>${RIGHT}</answer>`,
    problem: told.problem,
    ...{
      response,
      raw_response: response,
      response_length_tokens: 60,
      response_length_chars: response.length,
    },
    rewards: {
      ...{ overall: 1 + acc, format_reward: 1, r1: 0.5, beta: 0.5, format_valid: 1, length_valid: 1 },
      ...{ step_count: 3, acc_reward_raw: acc, acc_reward: acc, cot_reward_raw: 0, cot_reward: 0 },
      ...{ step_bonus: 0, r2: acc },
    },
  };
}

function rolloutsOf(told: Told, place: object): object[] {
  return told.sampled.map((answers, i) => {
    const prefix = told.steps.slice(0, i + 1);
    return {
      ...{ ...place, timestamp: "2026-11-20T09:59:59", step_idx: i, prefix_steps: prefix },
      continuations: answers.map((answer) => ({
        output: whole([...prefix, answer === RIGHT ? "Adding up all sides." : "Adding two of them."], answer),
        accuracy: answer === RIGHT ? 1 : 0,
      })),
      prefix_score: answers.filter((answer) => answer === RIGHT).length / Math.max(1, answers.length),
    };
  });
}

const file = (name: string, lines: readonly string[]): FilePayload => ({
  name,
  mimeType: "application/jsonl",
  buffer: Buffer.from(`${lines.join("\n")}\n`),
});

/** ProcessThinker's two logs of these responses, with a line in one of them that was cut while it was written. */
export function journeyLogs(): FilePayload[] {
  const places = TOLD.map((_, i) => ({ global_step: 1, sample_idx: i }));
  const rewards = TOLD.map((told, i) => JSON.stringify(rewardOf(told, places[i] ?? {})));
  const rollouts = TOLD.flatMap((told, i) => rolloutsOf(told, places[i] ?? {})).map((r) => JSON.stringify(r));
  return [
    file("rewards_20261120.jsonl", [...rewards, `{"timestamp": "2026-11-20T10:00:01", "global_st`]),
    file("process_rollouts_20261120.jsonl", rollouts),
  ];
}
