"use client";

import { type RefObject, useEffect, useEffectEvent, useRef, useState } from "react";
import { HEAD_HEIGHT, ROW_HEIGHT, type RowRange, scrollTopAt, scrollTopFor, windowOf } from "./window-of";

export interface ListWindow {
  scroller: RefObject<HTMLDivElement | null>;
  range: RowRange;
  /** Brings a row into sight. */
  reveal: (index: number) => void;
  /** Scrolls so that a place of the whole list, 0 to 1, is in the middle. */
  scrollToShare: (share: number) => void;
  toTop: () => void;
}

/** What stands in the document before the browser has measured anything. */
const FIRST_HEIGHT = 720;

/**
 * Which rows a scroller needs in the document. React hears of a scroll only when whole blocks of rows come or go;
 * `onScroll` hears of each, with the shares of the list at which the view begins and ends.
 */
export function useWindow(count: number, onScroll: (from: number, to: number) => void): ListWindow {
  const scroller = useRef<HTMLDivElement>(null);
  const height = useRef(FIRST_HEIGHT);
  const [asked, setRange] = useState<RowRange>(() => windowOf(0, FIRST_HEIGHT, count));
  const look = useEffectEvent(() => {
    const top = scroller.current?.scrollTop ?? 0;
    const next = windowOf(top, height.current, count);
    setRange((was) => (was.first === next.first && was.end === next.end ? was : next));
    const all = Math.max(1, count * ROW_HEIGHT);
    onScroll(top / all, Math.min(1, (top + height.current - HEAD_HEIGHT) / all));
  });
  useEffect(() => {
    const element = scroller.current;
    if (!element) return;
    const onMove = () => look();
    const observer = new ResizeObserver(([entry]) => {
      if (entry) height.current = entry.contentRect.height;
      look();
    });
    observer.observe(element);
    element.addEventListener("scroll", onMove, { passive: true });
    return () => {
      observer.disconnect();
      element.removeEventListener("scroll", onMove);
    };
  }, []);
  useEffect(() => {
    if (count >= 0) look();
  }, [count]);
  const scrollTo = (top: number) => scroller.current?.scrollTo({ top });
  return {
    scroller,
    range: { first: Math.min(asked.first, count), end: Math.min(asked.end, count) },
    reveal: (index) => scrollTo(scrollTopFor(index, scroller.current?.scrollTop ?? 0, height.current)),
    scrollToShare: (share) => scrollTo(scrollTopAt(share, height.current, count)),
    toTop: () => scrollTo(0),
  };
}
