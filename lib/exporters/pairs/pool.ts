import type { ExportOptions, PairSource } from "@/lib/contracts";
import type { ExportedTrace } from "../exporter";
import type { Tally } from "../tally";
import { problemOf } from "../trace-parts";
import { type Candidate, type Cut, cutUp, type Offer, offersOf } from "./candidates";
import { choosePairs, type Pair } from "./choose";

/** Next steps after one prefix that may be compared with each other, by their text. */
interface Place {
  from: PairSource;
  valued: Offer["valued"];
  trace: Pick<ExportedTrace, "run" | "trainStep" | "prompt">;
  byText: Map<string, Candidate>;
}

/** The same step met again: continuations of one policy add up; an empirical c_i already counts all samples. */
function merged(known: Candidate, offer: Offer): Candidate {
  if (offer.valued !== "continuations") return known;
  return {
    ...known,
    own: known.own || offer.own,
    successes: known.successes + offer.successes,
    n: known.n + offer.n,
  };
}

const cOf = ({ successes, n }: Candidate) => successes / n;

function recordOf({ from, valued, trace }: Place, { chosen, rejected, margin }: Pair) {
  const side = (candidate: Candidate) =>
    valued === "label"
      ? { label: candidate.label, trace: candidate.traceId }
      : { c: cOf(candidate), successes: candidate.successes, n: candidate.n, trace: candidate.traceId };
  return {
    prompt: problemOf(trace),
    messages: trace.prompt.messages,
    prefix: chosen.prefix,
    chosen: chosen.text,
    rejected: rejected.text,
    margin,
    ...{ from, valued_by: valued, trace_step: chosen.traceStep },
    ...{ chosen_from: side(chosen), rejected_from: side(rejected) },
    ...{ run: trace.run.id, train_step: trace.trainStep, reference: trace.prompt.answer },
  };
}
export type PairRecord = ReturnType<typeof recordOf>;

/**
 * Next steps of the traces of one prompt. Only those of one policy are compared (the same run at the same train step):
 * another policy has other chances after the same prefix.
 */
export class PairPool {
  private readonly places = new Map<string, Place>();
  private readonly nodes = new Map<string, number>();
  traces = 0;

  /** @returns how many next steps it tells a value of */
  add(trace: ExportedTrace, options: ExportOptions): number {
    this.traces += 1;
    const cut = cutUp(trace);
    const nodes = this.nodesOf(cut);
    const offers = offersOf(cut, options);
    for (const offer of offers) this.offer(trace, offer, nodes[offer.after] ?? 0);
    return offers.length;
  }

  /** A number for each prefix: the same for the same pieces of the same policy. Linear in the response. */
  private nodesOf({ trace, pieces }: Cut): number[] {
    let node = this.childOf(0, `${trace.run.id} ${trace.trainStep}`);
    const nodes = [node];
    for (const { text } of pieces) {
      node = this.childOf(node, text);
      nodes.push(node);
    }
    return nodes;
  }

  private childOf(parent: number, text: string): number {
    const key = `${parent} ${text}`;
    const node = this.nodes.get(key) ?? this.nodes.size + 1;
    this.nodes.set(key, node);
    return node;
  }

  private offer(trace: ExportedTrace, offer: Offer, node: number): void {
    const { from, valued, after: _, ...candidate } = offer;
    const key = `${node} ${from} ${valued}`;
    const place = this.places.get(key) ?? { from, valued, trace: facts(trace), byText: new Map() };
    this.places.set(key, place);
    const known = place.byText.get(offer.text);
    place.byText.set(offer.text, known ? merged(known, offer) : candidate);
  }

  /** The pairs of all prefixes; what cannot be paired is counted. */
  *pairs({ margin, minReturned, pairsPerPrefix }: ExportOptions, tally: Tally): Generator<PairRecord> {
    for (const place of this.places.values()) {
      const all = [...place.byText.values()];
      const firm = place.valued === "label" ? all : all.filter(({ n }) => n >= minReturned);
      tally.leaveOut(
        "next steps whose c_i stands on too few continuations or samples",
        all.length - firm.length,
      );
      if (firm.length < 2) {
        tally.leaveOut("prefixes with a single next step that has a value", firm.length);
        continue;
      }
      const wanted = { margin, most: pairsPerPrefix, notBothOwn: place.from === "continuations" };
      const { pairs, tooClose, beyond } = choosePairs(firm, wanted);
      tally.leaveOut("pairs that differ by less than the margin", tooClose);
      tally.leaveOut("pairs beyond the number wanted after one prefix", beyond);
      for (const pair of pairs) yield recordOf(place, pair);
    }
  }
}

/** Not the trace itself: its texts would be held for as long as the pool is. */
const facts = ({ run, trainStep, prompt }: ExportedTrace) => ({ run, trainStep, prompt });
