"use client";

import { type RefObject, useEffect, useRef, useState } from "react";

/** Whether an element is in sight or nearly so; what is far away need not be drawn. */
export function useInView<T extends HTMLElement>(margin = "240px"): [RefObject<T | null>, boolean] {
  const ref = useRef<T>(null);
  const [inView, setInView] = useState(false);
  useEffect(() => {
    const element = ref.current;
    if (!element) return;
    const observer = new IntersectionObserver(
      (entries) => setInView(entries.some((entry) => entry.isIntersecting)),
      { rootMargin: margin },
    );
    observer.observe(element);
    return () => observer.disconnect();
  }, [margin]);
  return [ref, inView];
}
