import { hierarchicalBootstrap } from "@/lib/stats/hierarchical-bootstrap";
import { RANDOM_METHOD, randomStream } from "@/lib/stats/random";
import { checkpointRows, countRows, questionRows, signFlipRow } from "./coverage/question-rows";
import { armRows, costRows, differenceRows, oneWarmUpRows } from "./coverage/seed-rows";
import { QUESTIONS, SEED_SD } from "./coverage/simulate";
import { twoWayRows } from "./coverage/two-way-rows";

/*
 * Coverage of the default intervals by simulation: how often a 95% interval holds the truth, or a 5% test is significant
 * where nothing differs. Run: npx tsx scripts/bench/stats.ts [replicates]. Seeded: the same table on every machine. And
 * what 10,000 hierarchical resamples take, which is not the same on every machine.
 */

const SEED = 20_261_120;

function main(): void {
  const replicates = Number(process.argv[2] ?? 2_000);
  if (!Number.isInteger(replicates) || replicates < 100)
    throw new RangeError("replicates: a whole number from 100");
  const stream = randomStream(SEED);
  const rows = [
    ...armRows(stream, replicates),
    ...differenceRows(stream, replicates),
    ...countRows(stream, replicates),
    ...questionRows(stream, replicates / 4),
    signFlipRow(stream, 4 * replicates),
    ...oneWarmUpRows(stream, replicates),
    ...costRows(stream, replicates),
    ...checkpointRows(stream, replicates),
    ...twoWayRows(stream, replicates / 2),
  ];
  console.log(
    `${replicates} replicates, ${QUESTIONS} questions, seed SD ${100 * SEED_SD} points, ${RANDOM_METHOD}, seed ${SEED}\n`,
  );
  console.log("| interval or test | setting | share | wanted |\n|---|---|---|---|");
  for (const { what, setting, share, wanted } of rows)
    console.log(`| ${what} | ${setting} | ${(100 * share).toFixed(1)}% | ${wanted} |`);
  bootstrapTime();
}

/** 10,000 resamples of 5 seeds x 1,337 questions: the median of five goes, wall and processor time. */
function bootstrapTime(): void {
  const stream = randomStream(SEED);
  const table = Array.from({ length: 5 }, () =>
    Array.from({ length: 1_337 }, (_, q) => stream.binomial(1, 0.2 + (q % 7) / 10)),
  );
  const goes = Array.from({ length: 5 }, (_, seed) => {
    const [wall, cpu] = [performance.now(), process.cpuUsage()];
    hierarchicalBootstrap(table, { seed });
    return { wall: performance.now() - wall, cpu: process.cpuUsage(cpu).user / 1_000 };
  });
  const median = (pick: (go: { wall: number; cpu: number }) => number) =>
    goes
      .map(pick)
      .sort((a, b) => a - b)[2]
      ?.toFixed(0);
  console.log(
    `\n10,000 hierarchical resamples of 5 seeds x 1,337 questions: ${median((go) => go.wall)} ms (${median((go) => go.cpu)} ms of processor time)`,
  );
}

main();
