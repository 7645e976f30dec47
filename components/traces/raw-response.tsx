import { Fragment } from "react";
import { CopyButton } from "@/components/ui/copy-button";
import { codePointCounter, findTags, INVALID_REASONS, parseResponse } from "@/lib/traces";
import { LongText } from "./long-text";

/** Above this the tags are not marked: ten thousand elements would make the page slow. */
const MOST_MARKED = 400;

/** The response to the letter, its tags marked, and where the grammar broke if it did. */
export function RawResponse({ text, escaped }: { text: string; escaped: boolean }) {
  const parsed = parseResponse(text);
  return (
    <div className="flex flex-col gap-2">
      <div className="flex flex-wrap items-center justify-between gap-2 text-xs">
        <span className={parsed.valid ? "text-ink-3" : "text-bad"}>
          {parsed.valid || parsed.reason === null
            ? "Valid format."
            : `Invalid format: ${INVALID_REASONS[parsed.reason]}`}
          {escaped ? " It holds characters that Postgres cannot store; they are kept and shown." : ""}
        </span>
        <CopyButton text={text} label="response" showLabel />
      </div>
      <div className="max-h-96 overflow-auto rounded-md bg-sunken p-3 font-mono text-xs">
        <Marked text={text} faultAt={parsed.valid ? null : parsed.faultAt} />
      </div>
    </div>
  );
}

function Marked({ text, faultAt }: { text: string; faultAt: number | null }) {
  const tags = findTags(text);
  if (tags.length === 0 || tags.length > MOST_MARKED) return <LongText text={text} />;
  let at = 0;
  const toPoint = codePointCounter(text);
  const parts = tags.map((tag) => {
    const before = text.slice(at, tag.start);
    at = tag.end;
    return {
      key: tag.start,
      before,
      tag: text.slice(tag.start, tag.end),
      broken: toPoint(tag.start) === faultAt,
    };
  });
  return (
    <>
      {parts.map((p) => (
        <Fragment key={p.key}>
          {p.before === "" ? null : <LongText text={p.before} />}
          <span className={p.broken ? "bg-bad/12 font-semibold text-bad" : "text-accent"}>{p.tag}</span>
        </Fragment>
      ))}
      <LongText text={text.slice(at)} />
    </>
  );
}
