import type { Candidate } from "./candidates";

/** A better and a worse next step after one prefix. */
export interface Pair {
  chosen: Candidate;
  rejected: Candidate;
  margin: number;
}

export interface Choice {
  pairs: Pair[];
  /** Pairs that differ by less than the margin. */
  tooClose: number;
  /** Pairs beyond the number that was asked for. */
  beyond: number;
}

const worthOf = ({ successes, n }: Candidate) => successes / n;

/** A difference of fractions may come out a little below the margin it is. */
const ROUNDING = 1e-9;

/** The better ones first; equal ones in an order that does not depend on how they came. */
function ranked(candidates: readonly Candidate[]): Candidate[] {
  return [...candidates].sort(
    (a, b) => worthOf(b) - worthOf(a) || b.n - a.n || (a.text < b.text ? -1 : a.text > b.text ? 1 : 0),
  );
}

/** How many pairs of ranked candidates differ by at least so much: linear, whatever their number. */
function countApart(inOrder: readonly Candidate[], least: number): number {
  let [apart, worse] = [0, 0];
  for (const better of inOrder) {
    while (worse < inOrder.length) {
      const candidate = inOrder[worse];
      if (candidate && worthOf(better) - worthOf(candidate) >= least) break;
      worse += 1;
    }
    apart += inOrder.length - worse;
  }
  return apart;
}

const pairsAmong = (n: number) => (n * (n - 1)) / 2;

interface Wanted {
  margin: number;
  /** Most pairs; the widest margins first. */
  most: number;
  /** One side at least must not be a trace's own step: those pairs are the samples'. */
  notBothOwn: boolean;
}

/**
 * The pairs with the widest margins. They lie between the best and the worst `most` candidates, so that a prefix with
 * thousands of next steps costs no more than that.
 */
export function choosePairs(candidates: readonly Candidate[], { margin, most, notBothOwn }: Wanted): Choice {
  const least = margin - ROUNDING;
  const inOrder = ranked(candidates);
  const own = notBothOwn ? inOrder.filter((candidate) => candidate.own) : [];
  const others = notBothOwn ? inOrder.filter((candidate) => !candidate.own) : inOrder;
  const best = [...own.slice(0, most), ...others.slice(0, most)];
  const worst = [...own.slice(-most), ...others.slice(-most)];
  const found = best.flatMap((chosen) =>
    worst.flatMap((rejected): Pair[] => {
      const apart = worthOf(chosen) - worthOf(rejected);
      return apart < least || (notBothOwn && chosen.own && rejected.own)
        ? []
        : [{ chosen, rejected, margin: apart }];
    }),
  );
  // The sort is stable: equally wide pairs stay in the order of their candidates.
  const pairs = found.sort((a, b) => b.margin - a.margin).slice(0, most);
  const apart = countApart(inOrder, least) - countApart(own, least);
  const all = pairsAmong(inOrder.length) - pairsAmong(own.length);
  return { pairs, tooClose: all - apart, beyond: apart - pairs.length };
}
