"use client";

import { lazy, Suspense, use } from "react";
import { LongText } from "../long-text";
import { TokenText } from "../tokens/token-text";
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

/** A text of a trace in the way in which its reader wants it. A search shows texts as written: only they can be marked. */
export function TraceText(props: Props) {
  const { view, tokens, threshold } = use(Reading);
  const { find } = use(TextMarks);
  const { text, from, className } = props;
  if (view === "written" || find !== "") return <LongText {...props} />;
  if (view === "rendered")
    return (
      <Suspense fallback={<LongText {...props} />}>
        <RenderedText text={text} {...(className ? { className } : {})} />
      </Suspense>
    );
  if (tokens === null || from === undefined) return <LongText {...props} />;
  return <TokenText text={text} from={from} scores={tokens} measure={view} threshold={threshold} />;
}
