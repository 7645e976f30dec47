"use client";

import { lazy, Suspense, use, useState } from "react";
import { useInView } from "@/components/charts/use-in-view";
import { LongText } from "../long-text";
import { TokenText } from "../tokens/token-text";
import { rangeWithin } from "./pieces";
import { Reading } from "./reading";
import { TextMarks } from "./text-marks";

/** Markdown and KaTeX are fetched when a reader first asks for them. */
const RenderedText = lazy(() => import("./markdown/rendered-text"));

interface Props {
  text: string;
  className?: string;
  /** Code point of the response at which the text begins; left out where it is not of the response. */
  from?: number;
  /** What names the text in the search through a trace. */
  place?: string;
}

/**
 * A text of a trace in the way in which its reader wants it. What a search looks through, or an address marks words in,
 * is shown as written: only that can be marked.
 */
export function TraceText(props: Props) {
  const { view, tokens, threshold } = use(Reading);
  const { find, range } = use(TextMarks);
  const { text, from } = props;
  const isNamed = range !== null && from !== undefined && rangeWithin(text, from, range) !== null;
  if (view === "written" || find !== "" || isNamed) return <LongText {...props} />;
  if (view === "rendered") return <Rendered {...props} />;
  if (tokens === null || from === undefined) return <LongText {...props} />;
  return <TokenText text={text} from={from} scores={tokens} measure={view} threshold={threshold} />;
}

/** Drawn once it comes into view, so that a long response costs what is seen of it. */
function Rendered(props: Props) {
  const [place, inView] = useInView<HTMLDivElement>();
  const [seen, setSeen] = useState(false);
  if (inView && !seen) setSeen(true);
  const { text, className } = props;
  return (
    <div ref={place} className="min-w-0">
      {seen ? (
        <Suspense fallback={<LongText {...props} />}>
          <RenderedText text={text} {...(className ? { className } : {})} />
        </Suspense>
      ) : (
        <LongText {...props} />
      )}
    </div>
  );
}
