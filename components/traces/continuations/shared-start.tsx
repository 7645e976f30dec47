"use client";

import { useState } from "react";
import { formatCount } from "@/lib/format/number";
import { visibleText } from "../text/visible-text";

/** More than this is folded: it is the same in every sample. */
const SHOWN = 120;

/** What every continuation begins with, dimmed; a long one is folded to its end, and says so. */
export function SharedStart({ text }: { text: string }) {
  const [whole, setWhole] = useState(false);
  if (text === "") return null;
  const folded = !whole && text.length > SHOWN * 1.5;
  return (
    <>
      {folded ? (
        <button
          type="button"
          onClick={() => setWhole(true)}
          className="mr-1 rounded-sm bg-sunken px-1 font-sans text-2xs text-ink-3 hover:text-ink"
        >
          {formatCount(text.length - SHOWN)} characters shared by all …
        </button>
      ) : null}
      <bdi className="whitespace-pre-wrap break-words text-ink-3" title="the same in every continuation">
        {visibleText(folded ? text.slice(-SHOWN) : text)}
      </bdi>
    </>
  );
}
