import { standardDeviation } from "@/lib/stats/moments";
import { RANDOM_METHOD, type RandomStream } from "@/lib/stats/random";
import { groupAdvantages } from "../advantages";
import { signOf } from "../sign-changes";
import { groupSignal } from "../signal";
import { drawFrom } from "./distribution";
import type { RedrawnResponse } from "./redrawn-response";

/** A share or size estimated by resampling, with its own Monte Carlo standard error. */
export type Resampled = { value: number; error: number };

/** What redrawing does to the advantages as trained with. Estimates over `draws` draws of all groups. */
export type ResampledAdvantages = {
  /** Responses of the groups used. */
  n: number;
  groups: number;
  draws: number;
  seed: number;
  method: string;
  /** What the advantage is divided by: the group's SD, or nothing ("batch" is told unscaled; signs are the same). */
  scale: "group" | "none";
  /** Share of responses whose advantage turns from + to - or - to +. */
  flipped: Resampled;
  /** Share that loses or gains its push (to or from 0). */
  lostOrGained: Resampled;
  /** Root mean square of the change of the advantage. */
  change: Resampled;
  /** Share of groups without signal in a draw. */
  withoutSignal: Resampled;
};

/** Draws every group `draws` times and keeps the totals of each draw, whose spread gives the Monte Carlo error. */
export class Resampling {
  private readonly flipped: Float64Array;
  private readonly moved: Float64Array;
  private readonly squares: Float64Array;
  private readonly silent: Float64Array;
  private n = 0;
  private groups = 0;

  constructor(
    private readonly scale: "group" | "none",
    private readonly draws: number,
    private readonly stream: RandomStream,
  ) {
    this.flipped = new Float64Array(draws);
    this.moved = new Float64Array(draws);
    this.squares = new Float64Array(draws);
    this.silent = new Float64Array(draws);
  }

  /** A whole group: the responses that have a reward. */
  add(group: readonly RedrawnResponse[]): void {
    if (this.draws === 0 || group.length === 0) return;
    this.n += group.length;
    this.groups += 1;
    const stored = groupAdvantages(
      group.map((response) => response.stored),
      this.scale,
    ).advantages;
    for (let draw = 0; draw < this.draws; draw += 1) this.addDraw(group, stored, draw);
  }

  private addDraw(group: readonly RedrawnResponse[], stored: readonly (number | null)[], draw: number): void {
    const rewards = group.map(({ redrawn }) =>
      redrawn.values.length === 1 ? (redrawn.values[0] ?? 0) : drawFrom(redrawn, this.stream.uniform()),
    );
    const { advantages } = groupAdvantages(rewards, this.scale);
    advantages.forEach((advantage, i) => {
      const before = stored[i] ?? 0;
      const after = advantage ?? 0;
      const [x, y] = [signOf(before), signOf(after)];
      if (x !== y) add(x * y < 0 ? this.flipped : this.moved, draw, 1);
      add(this.squares, draw, (after - before) ** 2);
    });
    if (groupSignal(rewards) !== "withSignal") add(this.silent, draw, 1);
  }

  result(seed: number): ResampledAdvantages | null {
    if (this.draws === 0 || this.n === 0) return null;
    const meanSquare = estimate(this.squares, this.n);
    const change = Math.sqrt(meanSquare.value);
    return {
      n: this.n,
      groups: this.groups,
      draws: this.draws,
      seed,
      method: RANDOM_METHOD,
      scale: this.scale,
      flipped: estimate(this.flipped, this.n),
      lostOrGained: estimate(this.moved, this.n),
      // The error of a root, to first order.
      change: { value: change, error: change === 0 ? 0 : meanSquare.error / (2 * change) },
      withoutSignal: estimate(this.silent, this.groups),
    };
  }
}

function add(totals: Float64Array, draw: number, amount: number): void {
  totals[draw] = (totals[draw] ?? 0) + amount;
}

/** Mean over the draws of a total per `n`, and its standard error. */
function estimate(totals: Float64Array, n: number): Resampled {
  const shares = Array.from(totals, (total) => total / n);
  const value = shares.reduce((sum, share) => sum + share, 0) / shares.length;
  return { value, error: (standardDeviation(shares) ?? 0) / Math.sqrt(shares.length) };
}
