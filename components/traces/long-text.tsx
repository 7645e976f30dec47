"use client";

import { use, useState } from "react";
import { Button } from "@/components/ui/button";
import { cx } from "@/components/ui/cx";
import { formatCount } from "@/lib/format/number";
import { MarkedText } from "./text/marked-text";
import { findAll, MOST_MARKS, rangeWithin } from "./text/pieces";
import { TextMarks } from "./text/text-marks";

const SHOWN = 2000;

interface Props {
  text: string;
  className?: string;
  /** Code point of the response at which the text begins; left out where it is not of the response. */
  from?: number;
  /** What names the text in the search through a trace; left out where it is not searched. */
  place?: string;
}

function useMarks(text: string, from: number | undefined, place: string | undefined) {
  const { find, current, range, isQuiet } = use(TextMarks);
  const isCurrent = place !== undefined && current?.place === place;
  return {
    hits: place === undefined || find === "" ? [] : findAll(text, find, MOST_MARKS),
    range: range === null || from === undefined ? null : rangeWithin(text, from, range),
    current: isCurrent ? current.nth : null,
    isQuiet,
  };
}

/**
 * Model output as text: cut at first where it is long, whole on demand or where a mark lies further on, with how much is
 * hidden said.
 */
export function LongText({ text, className, from, place }: Props) {
  const [whole, setWhole] = useState(false);
  const marks = useMarks(text, from, place);
  const lastMark = Math.max(marks.range?.end ?? 0, marks.hits[marks.current ?? -1]?.end ?? 0);
  const cut = !whole && text.length > SHOWN * 1.2 && lastMark <= SHOWN;
  return (
    <>
      <bdi
        className={cx("whitespace-pre-wrap break-words [font-variant-ligatures:none]", className)}
        data-from={from}
      >
        <MarkedText
          {...marks}
          text={cut ? text.slice(0, SHOWN) : text}
          hits={cut ? marks.hits.filter((hit) => hit.end <= SHOWN) : marks.hits}
        />
      </bdi>
      {cut ? (
        <span className="mt-1 block">
          <Button size="sm" onClick={() => setWhole(true)}>
            Show {formatCount(text.length - SHOWN)} more characters
          </Button>
        </span>
      ) : null}
    </>
  );
}
