"use client";

import "katex/dist/katex.min.css";
import katex from "katex";
import { useLayoutEffect, useRef, useState } from "react";
import { cx } from "@/components/ui/cx";
import { visibleText } from "../visible-text";

/**
 * A formula that a model wrote. KaTeX may set no links, images, classes or styles (trust: false), expands few macros and
 * draws in a box of its own that clips what would reach over the page. What it cannot read stays as it is written.
 */
export function MathText({ latex, raw, display }: { latex: string; raw: string; display: boolean }) {
  const place = useRef<HTMLSpanElement>(null);
  const [broken, setBroken] = useState(false);
  useLayoutEffect(() => {
    if (!place.current || broken) return;
    try {
      katex.render(latex, place.current, {
        ...{ displayMode: display, throwOnError: true, trust: false, strict: "ignore" },
        ...{ maxSize: 10, maxExpand: 200, output: "htmlAndMathml" },
      });
    } catch {
      setBroken(true);
    }
  }, [latex, display, broken]);
  if (broken)
    return (
      <code className="rounded-sm bg-warn/10 px-1" title="This formula cannot be read: shown as written">
        {visibleText(raw)}
      </code>
    );
  return (
    <span
      ref={place}
      className={cx(
        "max-w-full overflow-x-auto overflow-y-hidden align-middle [contain:paint]",
        display ? "block py-1" : "inline-block",
      )}
    />
  );
}
