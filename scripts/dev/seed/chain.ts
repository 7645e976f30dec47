import { type RandomStream, randomStream } from "../../../lib/stats/random";

/** A question of the seeded scenarios: a chain of one-digit sums. */
export interface Chain {
  terms: number[];
  question: string;
  answer: string;
}

/** The same chain for the same number, on any machine. */
export function chainOf(number: number): Chain {
  const random = randomStream(1_000 + number);
  const terms = Array.from({ length: 4 + random.below(2) }, () => 1 + random.below(9));
  return {
    terms,
    question: `What is ${terms.join(" + ")}?`,
    answer: String(terms.reduce((sum, t) => sum + t, 0)),
  };
}

export interface Attempted {
  /** Text of each trace step from `from` on. */
  steps: string[];
  answer: string;
  /** Whether the partial sum after each step is right. */
  sound: boolean[];
}

/** Adds up a chain from `soFar` before term `from`, slipping at each step with probability `slip`. */
export function addUp(
  chain: Chain,
  from: number,
  soFar: number,
  slip: number,
  random: RandomStream,
): Attempted {
  const steps: string[] = [];
  const sound: boolean[] = [];
  let sum = soFar;
  let right = chain.terms.slice(0, from).reduce((total, t) => total + t, 0);
  for (const term of chain.terms.slice(from)) {
    right += term;
    const next = sum + term + (random.uniform() < slip ? (random.uniform() < 0.5 ? 1 : -1) : 0);
    steps.push(`${sum} + ${term} = ${next}`);
    sum = next;
    sound.push(sum === right);
  }
  return { steps, answer: String(sum), sound };
}
