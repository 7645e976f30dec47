"use client";

import { type KeyboardEvent, memo, useMemo, useState } from "react";
import { Button } from "@/components/ui/button";
import { cx } from "@/components/ui/cx";
import type { TraceDetail } from "@/lib/contracts";
import { formatCount } from "@/lib/format/number";
import { visibleText } from "../text/visible-text";
import { strengthOf, type TokenMeasure, type TokenPiece, tokenInWords, tokensWithin } from "./prepare-tokens";

interface Props {
  text: string;
  from: number;
  scores: NonNullable<TraceDetail["tokenScores"]>;
  measure: TokenMeasure;
  threshold: number;
}

/** Tokens drawn at first; the rest on demand. */
const SHOWN = 1_000;
const STEPS: Record<string, number> = { ArrowRight: 1, ArrowLeft: -1, ArrowDown: 10, ArrowUp: -10 };

/**
 * A text with what was logged of each token as the strength of its ground; tokens beyond the threshold are underlined
 * too. One stop of Tab: arrow keys walk the tokens, and what one holds is said below and read out.
 */
export function TokenText({ text, from, scores, measure, threshold }: Props) {
  const pieces = useMemo(() => tokensWithin(text, from, scores, measure), [text, from, scores, measure]);
  const [at, setAt] = useState<number | null>(null);
  const [whole, setWhole] = useState(false);
  const shown = whole ? pieces : pieces.slice(0, SHOWN);
  const onKey = (event: KeyboardEvent) => {
    const step = STEPS[event.key];
    if (step === undefined) return;
    event.preventDefault();
    setAt((was) => Math.min(shown.length - 1, Math.max(0, was === null ? 0 : was + step)));
  };
  const current = at === null ? undefined : pieces[at];
  return (
    <span className="block">
      {/* A slider by role: it has one place among many, moved by arrows, with a value in words. */}
      <span
        role="slider"
        tabIndex={0}
        aria-label="Tokens of this text"
        aria-valuemin={1}
        aria-valuemax={Math.max(1, shown.length)}
        aria-valuenow={(at ?? 0) + 1}
        aria-valuetext={
          current ? `${current.text}: ${tokenInWords(current, measure)}` : "arrow keys walk them"
        }
        onKeyDown={onKey}
        onPointerOver={(event) => {
          const index = event.target instanceof HTMLElement ? event.target.dataset.token : undefined;
          if (index !== undefined) setAt(Number(index));
        }}
        className="whitespace-pre-wrap break-words rounded-sm [font-variant-ligatures:none]"
      >
        <bdi data-from={from}>
          <Tokens pieces={shown} threshold={threshold} />
        </bdi>
      </span>
      {shown.length < pieces.length ? (
        <Button size="sm" className="my-1" onClick={() => setWhole(true)}>
          Show {formatCount(pieces.length - SHOWN)} more tokens
        </Button>
      ) : null}
      <span className="mt-0.5 block min-h-4 font-sans text-2xs text-ink-3">
        {current ? (
          <>
            <bdi className="rounded-xs bg-sunken px-1 font-mono text-ink">{visibleText(current.text)}</bdi>{" "}
            {tokenInWords(current, measure)}
          </>
        ) : null}
      </span>
    </span>
  );
}

/** Drawn once: pointing at a token changes the line below and not these. */
const Tokens = memo(function Tokens({ pieces, threshold }: { pieces: TokenPiece[]; threshold: number }) {
  return pieces.map((piece, i) => (
    <Token key={`${piece.index}-${piece.text}`} piece={piece} at={i} threshold={threshold} />
  ));
});

/** At full strength the ground is still light enough to read on. */
const MOST_COLOUR = 40;

function Token({ piece, at, threshold }: { piece: TokenPiece; at: number; threshold: number }) {
  const isBeyond = piece.value !== null && Math.abs(piece.value) >= threshold;
  const colour = Math.round(strengthOf(piece.value) * MOST_COLOUR);
  return (
    <span
      data-token={at}
      className={cx(isBeyond && "text-ink underline decoration-warn decoration-2 underline-offset-2")}
      style={isBeyond ? { background: `color-mix(in srgb, var(--warn) ${colour}%, transparent)` } : undefined}
    >
      {visibleText(piece.text)}
    </span>
  );
}
