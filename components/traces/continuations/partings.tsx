import { Badge, type Tone } from "@/components/ui/badge";
import { plural } from "@/lib/format/number";
import { anchorText } from "@/lib/traces/anchor";
import type { DifferenceNode, Parting } from "@/lib/traces/differences";
import { visibleText } from "../text/visible-text";
import { type Prepared, rightInWords, wayText } from "./prepare-continuations";

/** Characters before a parting that are shown, to find the place. */
const BEFORE = 140;

/** What the successes did that the failures did not: every place where their ways part. */
export function Partings({ prepared, traceStep }: { prepared: Prepared; traceStep: number }) {
  if (prepared.partings.length === 0)
    return (
      <p className="text-ink-2 text-sm">
        Nothing tells successes from failures here: all that were graded ended alike, or they read the same.
      </p>
    );
  return (
    <ol className="flex flex-col gap-4">
      {prepared.partings.map((parting, i) => (
        <OneParting
          key={`${parting.before.length} ${parting.ways[0]?.members.join()}`}
          first={i === 0}
          parting={parting}
          {...{ prepared, traceStep }}
        />
      ))}
    </ol>
  );
}

interface OneProps {
  parting: Parting;
  first: boolean;
  prepared: Prepared;
  traceStep: number;
}

function OneParting({ parting, first, prepared, traceStep }: OneProps) {
  const { before, ways } = parting;
  const shown = before.slice(-BEFORE);
  const members = ways.reduce((n, way) => n + way.members.length, 0);
  return (
    <li>
      <p className="mb-1 text-ink-2 text-xs">
        {first ? "First, " : "Then, "}
        {plural(members, "continuation")} {before.trim() === "" ? "part at their first word" : "part after"}{" "}
        {before.trim() === "" ? null : (
          <bdi className="whitespace-pre-wrap break-words font-mono text-ink-3">
            {before.length > shown.length ? "… " : ""}
            {visibleText(shown.trim())}
          </bdi>
        )}
      </p>
      <ul className="flex flex-col gap-1 border-l pl-3">
        {ways.map((way) => (
          <li key={way.members.join()} className="grid gap-x-2 text-sm sm:grid-cols-[9rem_minmax(0,1fr)]">
            <span>
              <Badge tone={toneOf(way)}>{rightInWords(way)}</Badge>
            </span>
            <span className="min-w-0">
              <bdi className="break-words font-mono text-xs">
                {visibleText(wayText(way, prepared.list, before))}
              </bdi>{" "}
              <Samples way={way} prepared={prepared} traceStep={traceStep} />
            </span>
          </li>
        ))}
      </ul>
    </li>
  );
}

function toneOf({ right, wrong }: DifferenceNode): Tone {
  if (right + wrong === 0) return "muted";
  return wrong === 0 ? "ok" : right === 0 ? "bad" : "neutral";
}

/** More links than these help nobody. */
const LINKS = 8;

function Samples({
  way,
  prepared,
  traceStep,
}: {
  way: DifferenceNode;
  prepared: Prepared;
  traceStep: number;
}) {
  const indices = way.members.map((place) => prepared.list[place]?.index ?? place);
  return (
    <span className="text-2xs text-ink-3">
      {indices.length === 1 ? "sample " : "samples "}
      {indices.slice(0, LINKS).map((index, i) => (
        <span key={index}>
          {i > 0 ? ", " : ""}
          <a
            href={`#${anchorText({ kind: "continuation", step: traceStep, continuation: index + 1 })}`}
            className="hover:underline"
          >
            {index + 1}
          </a>
        </span>
      ))}
      {indices.length > LINKS ? ` and ${indices.length - LINKS} more` : ""}
    </span>
  );
}
