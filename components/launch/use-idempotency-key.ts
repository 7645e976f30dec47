"use client";

import { useRef } from "react";

const BYTES = 16;

/** 32 random hex digits. Not randomUUID, which pages without TLS off this machine do not have. */
function randomKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(BYTES));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/**
 * A key for each content that is sent from this page: the same content again (a second click, a try after an answer
 * that got lost) has the same key and is done once; any change is another request.
 */
export function useIdempotencyKey(): (content: string) => string {
  const last = useRef<{ content: string; key: string } | null>(null);
  return (content) => {
    if (last.current?.content !== content) last.current = { content, key: randomKey() };
    return last.current.key;
  };
}
