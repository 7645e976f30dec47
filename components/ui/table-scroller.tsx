"use client";

import { type ReactNode, useEffect, useRef, useState } from "react";

/** What does not fit scrolls in here; only then it can be reached with Tab, so that keys can scroll it. */
export function TableScroller({ children }: { children: ReactNode }) {
  const box = useRef<HTMLDivElement>(null);
  const [scrolls, setScrolls] = useState(false);
  useEffect(() => {
    const { current } = box;
    if (!current) return;
    const look = () => setScrolls(current.scrollWidth > current.clientWidth);
    const observer = new ResizeObserver(look);
    observer.observe(current);
    if (current.firstElementChild) observer.observe(current.firstElementChild);
    return () => observer.disconnect();
  }, []);
  return (
    <div
      ref={box}
      className="relative w-full overflow-x-auto"
      {...(scrolls ? { role: "group", "aria-label": "Table, scrolls sideways", tabIndex: 0 } : {})}
    >
      {children}
    </div>
  );
}
