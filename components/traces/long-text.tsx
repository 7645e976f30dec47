"use client";

import { useState } from "react";
import { Button } from "@/components/ui/button";
import { cx } from "@/components/ui/cx";
import { formatCount } from "@/lib/format/number";

const SHOWN = 2000;

/** Control characters and direction overrides. */
const HIDDEN = /[\p{Cc}\p{Bidi_Control}]/gu;
const KEPT = new Set(["\t", "\n", "\r"]);

/** What hides in a text made visible; all else stays as the model wrote it, never as markup. */
export function visibleText(text: string): string {
  return text.replace(HIDDEN, (c) => {
    if (KEPT.has(c)) return c;
    const code = c.charCodeAt(0);
    return code < 0x20 ? String.fromCodePoint(0x2400 + code) : `⟨U+${code.toString(16).toUpperCase()}⟩`;
  });
}

/** Model output as text: cut at first where it is long, whole on demand, with how much is hidden said. */
export function LongText({ text, className }: { text: string; className?: string }) {
  const [whole, setWhole] = useState(false);
  const cut = !whole && text.length > SHOWN * 1.2;
  return (
    <>
      <bdi className={cx("whitespace-pre-wrap break-words", className)}>
        {visibleText(cut ? text.slice(0, SHOWN) : text)}
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
