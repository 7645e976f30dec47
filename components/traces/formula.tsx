"use client";

import "katex/dist/katex.min.css";
import katex from "katex";
import { useLayoutEffect, useRef } from "react";

/** A formula of ours (never model output). Until KaTeX has drawn it, and for readers, `label` says it in words. */
export function Formula({ latex, label }: { latex: string; label: string }) {
  const place = useRef<HTMLSpanElement>(null);
  useLayoutEffect(() => {
    if (!place.current) return;
    katex.render(latex, place.current, {
      throwOnError: false,
      trust: false,
      maxSize: 10,
      maxExpand: 200,
      output: "html",
    });
  }, [latex]);
  return <span ref={place} role="img" aria-label={label} className="inline-block align-middle" />;
}
