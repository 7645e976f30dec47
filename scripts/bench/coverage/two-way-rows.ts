import { normalCdf } from "@/lib/stats/distributions";
import { hierarchicalBootstrapDifference } from "@/lib/stats/hierarchical-bootstrap";
import type { RandomStream } from "@/lib/stats/random";
import { totalDifference } from "@/lib/stats/total-difference";
import { holds, type Row, shareOf } from "./simulate";

const QUESTIONS_HERE = 150;

/** What a unit on the probit scale is near these accuracies, in points, roughly. */
const POINTS_A_UNIT = 27;

/** Answers of two arms that do not differ on average: seeds, questions, and questions that suit one arm, by a probit. */
function twoArms(stream: RandomStream, seeds: number, paired: boolean, seedSd: number) {
  const questions = Array.from({ length: QUESTIONS_HERE }, () => ({
    easiness: stream.normal(),
    suits: 0.3 * stream.normal(),
  }));
  const warmUps = Array.from({ length: seeds }, () => stream.normal());
  return [1, -1].map((side) =>
    warmUps.map((warmUp) => {
      const own = stream.normal();
      const seed = seedSd * (paired ? Math.SQRT1_2 * (warmUp + own) : own);
      return questions.map(({ easiness, suits }) =>
        Number(stream.uniform() < normalCdf(0.3 + easiness + side * suits + seed)),
      );
    }),
  );
}

/** Claims about new seeds and new questions: the two-way t, and the bootstrap that stands beside it. */
export function twoWayRows(stream: RandomStream, replicates: number): Row[] {
  return [3, 5].flatMap((seeds) =>
    [0.02, 0.15, 0.6].flatMap((seedSd) => {
      const setting = `S = ${seeds}, seed SD ${(POINTS_A_UNIT * seedSd).toFixed(1)} points`;
      const cover = (paired: boolean) =>
        shareOf(replicates, () => {
          const [a = [], b = []] = twoArms(stream, seeds, paired, seedSd);
          return holds(totalDifference(a, b, { paired }), 0);
        });
      const bootstrap = shareOf(replicates / 4, () => {
        const [a = [], b = []] = twoArms(stream, seeds, true, seedSd);
        const options = { paired: true, resamples: 1_000, seed: 1 };
        return holds(hierarchicalBootstrapDifference(a, b, options) ?? { lo: null, hi: null }, 0);
      });
      return [
        { what: "two-way t, paired", setting, share: cover(true), wanted: "at least 95%" },
        { what: "two-way t, unpaired", setting, share: cover(false), wanted: "at least 95%" },
        { what: "hierarchical bootstrap, paired", setting, share: bootstrap, wanted: "shown beside t only" },
      ];
    }),
  );
}
