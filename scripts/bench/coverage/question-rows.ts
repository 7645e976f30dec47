import { permutationSignFlip } from "@/lib/stats/permutation";
import { newcombe, pairedProportionInterval, wilson } from "@/lib/stats/proportions";
import { clusteredSe } from "@/lib/stats/questions";
import type { RandomStream } from "@/lib/stats/random";
import { ACCURACY, type Bounds, betaDraws, holds, QUESTIONS, type Row, shareOf } from "./simulate";

/** Continuations: c_i and a_1. */
export function countRows(stream: RandomStream, replicates: number): Row[] {
  const draw = betaDraws(stream, 0.8, 0.8);
  const solvability = [4, 8].map((m) => {
    const share = shareOf(replicates, () => {
      const truth = draw();
      return holds(wilson(stream.binomial(m, truth), m), truth);
    });
    return {
      what: "Wilson on c_i",
      setting: `m = ${m}, c_i ~ Beta(.8, .8)`,
      share,
      wanted: "95%, the default",
    };
  });
  const advantages = [4, 8].map((m) => {
    const share = shareOf(replicates, () => {
      const [before, after] = [draw(), draw()];
      return holds(newcombe(stream.binomial(m, after), m, stream.binomial(8, before), 8), after - before);
    });
    return { what: "Newcombe on a_1", setting: `m = ${m} v group of 8`, share, wanted: "95%, the default" };
  });
  return [...solvability, ...advantages];
}

/** One run on questions in clusters. */
export function questionRows(stream: RandomStream, replicates: number): Row[] {
  const clusters = Array.from({ length: QUESTIONS }, (_, i) => Math.floor(i / 3));
  const draw = betaDraws(stream, 1.2, 0.8);
  const scores = () => {
    const truths = Array.from({ length: QUESTIONS / 3 }, draw);
    return clusters.map((cluster) => stream.binomial(1, truths[cluster] ?? 0));
  };
  const setting = "3 questions a cluster";
  const cover = (interval: (values: number[]) => Bounds) =>
    shareOf(replicates, () => holds(interval(scores()), ACCURACY));
  const right = (values: number[]) => values.reduce((sum, value) => sum + value, 0);
  const clustered = cover((values) => clusteredSe(values, clusters));
  const plain = cover((values) => wilson(right(values), QUESTIONS));
  return [
    { what: "cluster-robust t(G-1)", setting, share: clustered, wanted: "95%, the default" },
    { what: "Wilson, clusters ignored", setting, share: plain, wanted: "never used there" },
  ];
}

export function signFlipRow(stream: RandomStream, replicates: number): Row {
  const share = shareOf(replicates, () => {
    const d = Array.from({ length: 8 }, () => stream.normal());
    return (permutationSignFlip(d).p ?? 1) <= 0.05;
  });
  return { what: "exact sign flip", setting: "8 pairs, no difference", share, wanted: "at most 5%" };
}

/** Two checkpoints: reported counts alone, and the same questions, also in clusters. */
export function checkpointRows(stream: RandomStream, replicates: number): Row[] {
  const draw = betaDraws(stream, 1.2, 0.8);
  const lift = 0.05;
  const reported = shareOf(replicates, () =>
    holds(
      newcombe(
        stream.binomial(QUESTIONS, ACCURACY + lift),
        QUESTIONS,
        stream.binomial(QUESTIONS, ACCURACY),
        QUESTIONS,
      ),
      lift,
    ),
  );
  /** Answers of both to questions whose difficulty they share; `group` questions have one difficulty. */
  const answers = (group: number) =>
    Array.from({ length: QUESTIONS / group }, (_, cluster) => {
      const easiness = draw();
      return Array.from({ length: group }, () => ({
        cluster,
        a: stream.binomial(1, easiness),
        b: stream.binomial(1, easiness),
      }));
    }).flat();
  const paired = shareOf(replicates, () => {
    const all = answers(1);
    const only = (x: "a" | "b", y: "a" | "b") => all.filter((each) => each[x] > each[y]).length;
    return holds(pairedProportionInterval(only("a", "b"), only("b", "a"), QUESTIONS), 0);
  });
  const clustered = shareOf(replicates, () => {
    const all = answers(3);
    return holds(
      clusteredSe(
        all.map(({ a, b }) => a - b),
        all.map(({ cluster }) => cluster),
      ),
      0,
    );
  });
  return [
    {
      what: "Newcombe, reported counts",
      setting: "one run a side",
      share: reported,
      wanted: "95%, the default",
    },
    {
      what: "Bonett-Price, same questions",
      setting: "two checkpoints",
      share: paired,
      wanted: "95%, the default",
    },
    {
      what: "cluster-robust t on differences",
      setting: "3 questions a cluster",
      share: clustered,
      wanted: "95%, the default",
    },
  ];
}
