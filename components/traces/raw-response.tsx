import { Fragment } from "react";
import { CopyButton } from "@/components/ui/copy-button";
import {
  codePointCounter,
  findTags,
  INVALID_REASONS,
  type ParsedResponse,
  parseResponse,
} from "@/lib/traces";
import { LongText } from "./long-text";

/** Above this the tags are not marked: ten thousand elements would make the page slow. */
const MOST_MARKED = 400;

interface Props {
  text: string;
  escaped: boolean;
  imported?: boolean;
}

const inWords = ({ valid, reason }: ParsedResponse) =>
  valid || reason === null ? "Valid format." : `Invalid format: ${INVALID_REASONS[reason]}`;

/** The response to the letter, its tags marked, and where the grammar broke if it did. An import need not be of it. */
export function RawResponse({ text, escaped, imported = false }: Props) {
  const parsed = parseResponse(text);
  const isOther = imported && !parsed.valid;
  return (
    <div className="flex flex-col gap-2">
      <div className="flex flex-wrap items-center justify-between gap-2 text-xs">
        <span className={parsed.valid || isOther ? "text-ink-3" : "text-bad"}>
          {isOther ? "Not of Stepwell's own format: trace steps as the source gives them." : inWords(parsed)}
          {escaped ? " It holds characters that Postgres cannot store; they are kept and shown." : ""}
        </span>
        <CopyButton text={text} label="response" showLabel />
      </div>
      <div className="max-h-96 overflow-auto rounded-md bg-sunken p-3 font-mono text-xs">
        <Marked text={text} faultAt={parsed.valid || isOther ? null : parsed.faultAt} />
      </div>
    </div>
  );
}

function Marked({ text, faultAt }: { text: string; faultAt: number | null }) {
  const tags = findTags(text);
  if (tags.length === 0 || tags.length > MOST_MARKED) return <LongText text={text} from={0} />;
  let at = 0;
  const toPoint = codePointCounter(text);
  const parts = tags.map((tag) => {
    const from = toPoint(at);
    const before = text.slice(at, tag.start);
    at = tag.end;
    return {
      key: tag.start,
      from,
      before,
      tag: text.slice(tag.start, tag.end),
      broken: toPoint(tag.start) === faultAt,
    };
  });
  return (
    <>
      {parts.map((p) => (
        <Fragment key={p.key}>
          {p.before === "" ? null : <LongText text={p.before} from={p.from} />}
          <span className={p.broken ? "bg-bad/12 font-semibold text-bad" : "text-accent"}>{p.tag}</span>
        </Fragment>
      ))}
      <LongText text={text.slice(at)} from={toPoint(at)} />
    </>
  );
}
