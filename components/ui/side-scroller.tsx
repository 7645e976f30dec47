"use client";

import { type ReactNode, useEffect, useRef, useState } from "react";
import { cx } from "./cx";

interface Props {
  /** What scrolls, for those who do not see that it is cut. */
  what?: string;
  className?: string;
  children: ReactNode;
}

/**
 * What does not fit scrolls in here, with a shadow at the edge behind which more lies; only then it can be reached with
 * Tab, so that keys can scroll it.
 */
export function SideScroller({ what = "Table", className, children }: Props) {
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
      className={cx("relative w-full overflow-x-auto", scrolls && "scroll-hint", className)}
      {...(scrolls ? { role: "group", "aria-label": `${what}, scrolls sideways`, tabIndex: 0 } : {})}
    >
      {children}
    </div>
  );
}
