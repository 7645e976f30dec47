"use client";

import "katex/dist/katex.min.css";
import katex from "katex";
import { useLayoutEffect, useRef, useState } from "react";
import { cx } from "@/components/ui/cx";
import { visibleText } from "../visible-text";

/** KaTeX would set the bare name of a command that it is not trusted with, and lose what the command holds. */
function refuse(): never {
  throw new Error("links, images, classes and styles are not drawn");
}

/**
 * A formula that a model wrote. KaTeX may set no links, images, classes or styles, expands few macros and draws in a box
 * of its own that clips what would reach over the page. What it cannot read, or may not set, stays as it is written.
 */
export function MathText({ latex, raw, display }: { latex: string; raw: string; display: boolean }) {
  const place = useRef<HTMLSpanElement>(null);
  const [broken, setBroken] = useState(false);
  useLayoutEffect(() => {
    if (!place.current || broken) return;
    try {
      katex.render(latex, place.current, {
        ...{ displayMode: display, throwOnError: true, trust: refuse, strict: "ignore" },
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
