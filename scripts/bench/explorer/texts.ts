import { type RandomStream, randomStream } from "@/lib/stats";

const COMMON =
  "the so of and we is to that therefore equals sum then first number angle now since each total find value both sides side triangle area length time rate per hour cost price left over right half twice given".split(
    " ",
  );
const [ONSETS, VOWELS, CODAS] = [
  "b d f g k l m n p r s t v z br tr st".split(" "),
  "aeiou",
  "n r s l t m x".split(" "),
];

/** In so few traces that a search for it finds them all at once. */
export const RARE_WORD = "zugzwang";
/** In most traces. */
export const COMMON_WORD = "therefore";

function inventedWord(random: RandomStream): string {
  const syllable = () =>
    `${ONSETS[random.below(ONSETS.length)]}${VOWELS[random.below(VOWELS.length)]}${CODAS[random.below(CODAS.length)]}`;
  return Array.from({ length: 1 + random.below(3) }, syllable).join("");
}

/** Words as often as in a language: the k-th most frequent about 1/k as often as the first. */
function zipfWords(random: RandomStream, different: number): () => string {
  const words = [...COMMON, ...Array.from({ length: different }, () => inventedWord(random))];
  return () => words[Math.floor(words.length ** random.uniform()) - 1] ?? "so";
}

function sentence(random: RandomStream, word: () => string): string {
  const words = Array.from({ length: 7 + random.below(12) }, word);
  const [a, b] = [random.below(100), random.below(100)];
  return `${words.join(" ")}: ${a} + ${b} = ${a + b}.`;
}

export interface Texts {
  prompt(index: number): string;
  /** The body of a trace step. */
  body(): string;
  continuation(): string;
}

/** Texts of a benchmark's traces from a seed: sentences are drawn from a fixed stock, numbers are not. */
export function benchTexts(seed: number): Texts {
  const random = randomStream(seed);
  const word = zipfWords(random, 20_000);
  const stock = Array.from({ length: 20_000 }, () => sentence(random, word));
  const draw = () => stock[random.below(stock.length)] ?? "";
  return {
    prompt: (index) => `Problem ${index}. ${draw()} ${draw()} What is the ${word()}?`,
    body: () => `${draw()} ${draw()} ${random.below(1_000)}`,
    continuation: () => `<step>${draw()} ${draw()}</step></think><answer>${random.below(100)}</answer>`,
  };
}
