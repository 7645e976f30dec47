"use client";

import { use } from "react";
import { formatCount } from "@/lib/format/number";
import { TextMarks } from "../text/text-marks";
import { TraceText } from "../text/trace-text";
import type { ContinuationView } from "./prepare-continuations";
import { SharedStart } from "./shared-start";

interface Props {
  /** Its anchor on the page: a permalink ends in it. */
  id: string;
  continuation: ContinuationView;
  /** What all of its siblings begin with too. */
  shared: string;
  /** Said where siblings come from several models. */
  showModel: boolean;
}

/** One sample: what it added to its prefix, how long it is and how it ended. */
export function OneContinuation({ id, continuation, shared, showModel }: Props) {
  const { index, text, tokens, finishReason, modelId } = continuation;
  // Hits of a search are counted over the whole text, so it then stands in one piece.
  const dimmed = use(TextMarks).find === "" ? shared : "";
  const end = finishReason === "length" ? "hit the length limit" : (finishReason ?? "unknown end");
  return (
    <li
      id={id}
      className="scroll-mt-16 rounded-sm border px-2 py-1.5 target:border-accent target:bg-accent/5"
    >
      <div className="font-mono text-xs">
        <SharedStart text={dimmed} />
        <TraceText text={text.slice(dimmed.length)} place={id} />
      </div>
      <span className="mt-0.5 block text-2xs text-ink-3">
        <a href={`#${id}`} className="hover:underline" title="Address of this continuation">
          sample {index + 1}
        </a>
        , {tokens === null ? "unknown length" : `${formatCount(tokens)} tokens`}, {end}
        {showModel ? (
          <>
            , by <bdi className="break-all font-mono">{modelId ?? "not named"}</bdi>
          </>
        ) : null}
      </span>
    </li>
  );
}
