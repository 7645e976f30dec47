import type { RandomStream } from "@/lib/stats/random";
import { REWARD_TIE } from "../rank-agreement";
import { type Distribution, momentsOfDistribution, orderOf } from "./distribution";
import type { RedrawKind } from "./redraw";
import type { RedrawnResponse } from "./redrawn-response";
import { type ResampledAdvantages, Resampling } from "./resampling";

/** What M' continuations per trace step would have said of the same responses. */
export type ContinuationPoint = {
  /** M'. */
  continuations: number;
  /** exact: drawn from what is stored. forecast: more than is stored, by a model. */
  kind: RedrawKind;
  /** Responses whose reward rests on continuations and could be redrawn. */
  responses: number;
  /** Of these, how many lost so many that a trace step has fewer than M' (exact: taken whole; forecast: filled up). */
  short: number;
  /** Responses with a reward that could not be redrawn at all (see `redrawResponse`); normally 0. */
  leftOut: number;
  /** Over the responses with a gate: expected share whose decision differs from the stored one. Null without a gate. */
  gate: { n: number; flips: number; passToFail: number; failToPass: number; passes: number } | null;
  /** SD of R_proc that the draw alone causes: root mean square and largest over the responses. Null of none. */
  spread: { rms: number; most: number } | null;
  /** Complete groups, all of whose responses with a reward could be redrawn; what follows is over these. */
  groups: number;
  groupsLeftOut: number;
  /**
   * Pairs of responses of one group, each drawn on its own: expected share that keeps its order (or its tie), is reversed,
   * or is tied though it was not (or the other way). Null without a pair.
   */
  ranks: { pairs: number; kept: number; reversed: number; tieChanged: number } | null;
  /** Centred reward R - group mean: root mean square as stored, and of its change; exact. Null without a response. */
  centred: { n: number; stored: number; change: number } | null;
  /** Advantages as trained with (scaled), by seeded resampling; null where nothing can move (M' = all that is stored). */
  resampled: ResampledAdvantages | null;
};

/** Which point is collected, and how its resampling draws. */
export type PointSettings = {
  continuations: number;
  kind: RedrawKind;
  scale: "group" | "none";
  /** 0: no resampling. */
  draws: number;
  seed: number;
  stream: RandomStream;
};

/** Collects one point group by group. */
export class ContinuationPointBuilder {
  private readonly gate = { n: 0, flips: 0, passToFail: 0, failToPass: 0, passes: 0 };
  private readonly spread = { n: 0, squares: 0, most: 0 };
  private readonly ranks = { pairs: 0, kept: 0, reversed: 0 };
  private readonly centred = { n: 0, stored: 0, change: 0 };
  private readonly resampling: Resampling;
  private short = 0;
  private leftOut = 0;
  private groups = 0;
  private groupsLeftOut = 0;

  constructor(private readonly point: PointSettings) {
    this.resampling = new Resampling(point.scale, point.draws, point.stream);
  }

  /**
   * Adds a group: its responses that have a reward, null where one could not be redrawn. `whole`: whether the group's
   * baseline is known, so that it counts for ranks and advantages.
   */
  add(responses: readonly (RedrawnResponse | null)[], whole: boolean): void {
    const known = responses.filter((response) => response !== null);
    this.leftOut += responses.length - known.length;
    for (const response of known) this.addResponse(response);
    if (!whole || known.length < responses.length) {
      this.groupsLeftOut += 1;
      return;
    }
    this.groups += 1;
    this.addPairs(known);
    this.addCentred(known);
    this.resampling.add(known);
  }

  result(): ContinuationPoint {
    const { gate, spread, ranks, centred } = this;
    const share = (count: number, of: number) => (of === 0 ? 0 : count / of);
    const { pairs, kept, reversed } = ranks;
    return {
      continuations: this.point.continuations,
      kind: this.point.kind,
      responses: spread.n,
      short: this.short,
      leftOut: this.leftOut,
      gate:
        gate.n === 0
          ? null
          : {
              n: gate.n,
              flips: share(gate.flips, gate.n),
              passToFail: share(gate.passToFail, gate.n),
              failToPass: share(gate.failToPass, gate.n),
              passes: share(gate.passes, gate.n),
            },
      spread: spread.n === 0 ? null : { rms: Math.sqrt(spread.squares / spread.n), most: spread.most },
      groups: this.groups,
      groupsLeftOut: this.groupsLeftOut,
      ranks:
        pairs === 0
          ? null
          : {
              pairs,
              kept: kept / pairs,
              reversed: reversed / pairs,
              tieChanged: Math.max(0, 1 - (kept + reversed) / pairs),
            },
      centred:
        centred.n === 0
          ? null
          : {
              n: centred.n,
              stored: Math.sqrt(centred.stored / centred.n),
              change: Math.sqrt(centred.change / centred.n),
            },
      resampled: this.resampling.result(this.point.seed),
    };
  }

  private addResponse({ gate, processVariance, short }: RedrawnResponse): void {
    this.short += Number(short);
    if (processVariance !== null) {
      this.spread.n += 1;
      this.spread.squares += processVariance;
      this.spread.most = Math.max(this.spread.most, Math.sqrt(processVariance));
    }
    if (gate === null) return;
    const failing = 1 - gate.pPass;
    this.gate.n += 1;
    this.gate.passes += gate.pPass;
    this.gate.flips += gate.passes ? failing : gate.pPass;
    this.gate.passToFail += gate.passes ? failing : 0;
    this.gate.failToPass += gate.passes ? 0 : gate.pPass;
  }

  private addPairs(group: readonly RedrawnResponse[]): void {
    group.forEach((x, i) => {
      for (const y of group.slice(i + 1)) {
        const order = orderOf(x.redrawn, y.redrawn);
        const difference = x.stored - y.stored;
        this.ranks.pairs += 1;
        if (Math.abs(difference) <= REWARD_TIE) this.ranks.kept += order.equal;
        else {
          this.ranks.kept += difference < 0 ? order.less : order.greater;
          this.ranks.reversed += difference < 0 ? order.greater : order.less;
        }
      }
    });
  }

  /** E[(A' - A)²] = Var A' + (E A' - A)², Var A'_i = (1 - 1/n)² v_i + Σ_{j≠i} v_j / n² for independent responses. */
  private addCentred(group: readonly RedrawnResponse[]): void {
    const n = group.length;
    if (n === 0) return;
    const moments = group.map(({ redrawn }: { redrawn: Distribution }) => momentsOfDistribution(redrawn));
    const meanStored = group.reduce((sum, { stored }) => sum + stored, 0) / n;
    const meanRedrawn = moments.reduce((sum, { mean }) => sum + mean, 0) / n;
    const variances = moments.reduce((sum, { variance }) => sum + variance, 0) / n ** 2;
    group.forEach(({ stored }, i) => {
      const { mean = 0, variance = 0 } = moments[i] ?? {};
      const own = variance * ((1 - 1 / n) ** 2 - 1 / n ** 2);
      const shift = mean - meanRedrawn - (stored - meanStored);
      this.centred.n += 1;
      this.centred.stored += (stored - meanStored) ** 2;
      this.centred.change += own + variances + shift ** 2;
    });
  }
}
