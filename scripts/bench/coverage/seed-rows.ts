import { wilson } from "@/lib/stats/proportions";
import type { RandomStream } from "@/lib/stats/random";
import { fieller, ratioInterval } from "@/lib/stats/ratios";
import { bootstrapSeedsExact, pairedT, tInterval, welch } from "@/lib/stats/seeds";
import {
  ACCURACY,
  arm,
  type Bounds,
  holds,
  QUESTIONS,
  type Row,
  SEED_SD,
  sharedArms,
  shareOf,
  trained,
} from "./simulate";

/** One arm over its seeds. */
export function armRows(stream: RandomStream, replicates: number): Row[] {
  return [2, 3, 5, 10].flatMap((seeds) => {
    const setting = `S = ${seeds}`;
    const cover = (interval: (values: number[]) => Bounds, times = replicates) =>
      shareOf(times, () => holds(interval(arm(stream, seeds)), ACCURACY));
    // 10 seeds have 92,378 different resamples each time: a quarter of the replicates has to do.
    const fewer = seeds < 10 ? replicates : replicates / 4;
    const pooled = (values: number[]) => {
      const n = QUESTIONS * seeds;
      return wilson(Math.round(values.reduce((sum, value) => sum + value, 0) * QUESTIONS), n);
    };
    return [
      { what: "t over seeds", setting, share: cover(tInterval), wanted: "95%, the default" },
      {
        what: "bootstrap over seeds",
        setting,
        share: cover(bootstrapSeedsExact, fewer),
        wanted: "shown beside t only",
      },
      { what: "Wilson, seeds pooled", setting, share: cover(pooled), wanted: "never used" },
    ];
  });
}

/** Two arms that do not differ: how often a 5% test says so. */
export function differenceRows(stream: RandomStream, replicates: number): Row[] {
  const significant = (p: number | null) => p !== null && p < 0.05;
  return [3, 5].flatMap((seeds) => {
    const setting = `S = ${seeds}, no difference`;
    const apart = shareOf(replicates, () => significant(welch(arm(stream, seeds), arm(stream, seeds)).p));
    const paired = shareOf(replicates, () => significant(pairedT(...sharedArms(stream, seeds)).p));
    const wide = shareOf(replicates, () => significant(welch(...sharedArms(stream, seeds)).p));
    return [
      { what: "Welch, own warm-ups", setting, share: apart, wanted: "5%, the default" },
      { what: "paired t, shared warm-ups", setting, share: paired, wanted: "5%, the default" },
      { what: "Welch, shared warm-ups", setting, share: wide, wanted: "too careful" },
    ];
  });
}

/** One warm-up for all seeds, as a claim about the method: what "given this warm-up" keeps a page from claiming. */
export function oneWarmUpRows(stream: RandomStream, replicates: number): Row[] {
  return [3, 5].map((seeds) => {
    const share = shareOf(replicates, () => {
      const warmUp = SEED_SD * Math.SQRT1_2 * stream.normal();
      return holds(tInterval(Array.from({ length: seeds }, () => trained(stream, warmUp))), ACCURACY);
    });
    return {
      what: "t over seeds of one warm-up, read as the method",
      setting: `S = ${seeds}`,
      share,
      wanted: 'said: "given this warm-up"',
    };
  });
}

/** Costs: ratios of log-normal seconds, and the price of a point of accuracy gained. */
export function costRows(stream: RandomStream, replicates: number): Row[] {
  const seconds = (scale: number, common: number) => scale * Math.exp(0.05 * common + 0.1 * stream.normal());
  return [3, 5].flatMap((seeds) => {
    const setting = `S = ${seeds}`;
    const ratio = (paired: boolean) =>
      shareOf(replicates, () => {
        const hosts = Array.from({ length: seeds }, () => stream.normal());
        const [a, b] = [12, 1].map((scale) =>
          hosts.map((host) => seconds(scale, paired ? host : stream.normal())),
        );
        const result = ratioInterval(a ?? [], b ?? [], { paired });
        return result.kind === "interval" && holds(result, 12);
      });
    const price = (gain: number) =>
      shareOf(replicates, () => {
        const extra = Array.from({ length: seeds }, () => 1_000 + 80 * stream.normal());
        const gained = extra.map((x) => gain + SEED_SD * stream.normal() + (x - 1_000) / 20_000);
        const set = fieller(extra, gained);
        const truth = 1_000 / gain;
        if (set.kind === "bounded") return holds(set, truth);
        if (set.kind === "unbounded") return truth <= set.below || truth >= set.above;
        return set.kind === "everything";
      });
    return [
      { what: "log t, ratio of costs, paired", setting, share: ratio(true), wanted: "95%, the default" },
      { what: "log t, ratio of costs, unpaired", setting, share: ratio(false), wanted: "95%, the default" },
      {
        what: "Fieller, price of a point",
        setting: `${setting}, clear gain`,
        share: price(0.08),
        wanted: "95%, the default",
      },
      {
        what: "Fieller, price of a point",
        setting: `${setting}, gain near 0`,
        share: price(0.01),
        wanted: "95%, the default",
      },
    ];
  });
}
