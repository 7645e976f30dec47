"use client";

import { useMemo } from "react";
import { formatCount } from "@/lib/format/number";
import { LongText } from "../../long-text";
import { MarkdownTokens } from "./blocks";
import { MOST_RENDERED, type NotRendered, parseMarkdown } from "./parse-markdown";

const WORDS: Record<NotRendered, string> = {
  "too long": `More than ${formatCount(MOST_RENDERED)} characters: shown as written.`,
  "too many parts": "Too many parts to draw: shown as written.",
  "not readable": "Nested too deeply to draw: shown as written.",
};

/** Model output with its Markdown and LaTeX drawn. Nothing in it can run, load, lead away or style the page. */
export default function RenderedText({ text, className }: { text: string; className?: string }) {
  const parsed = useMemo(() => parseMarkdown(text), [text]);
  if ("why" in parsed)
    return (
      <>
        <p className="mb-1 font-sans text-ink-3 text-xs">{WORDS[parsed.why]}</p>
        <LongText text={text} {...(className ? { className } : {})} />
      </>
    );
  return (
    <bdi className="block min-w-0 break-words font-sans text-base leading-6 [font-variant-ligatures:none]">
      <MarkdownTokens tokens={parsed.tokens} />
    </bdi>
  );
}
