"use client";

import { useEffect, useState } from "react";

/** Counts the changes of theme and of the screen's pixel ratio: a canvas must be painted again after each. */
export function useThemeCount(): number {
  const [changes, setChanges] = useState(0);
  useEffect(() => {
    const changed = () => setChanges((n) => n + 1);
    const observer = new MutationObserver(changed);
    observer.observe(document.documentElement, { attributes: true, attributeFilter: ["data-theme"] });
    const queries = ["(prefers-color-scheme: dark)", `(resolution: ${window.devicePixelRatio}dppx)`].map(
      (query) => window.matchMedia(query),
    );
    for (const query of queries) query.addEventListener("change", changed);
    return () => {
      observer.disconnect();
      for (const query of queries) query.removeEventListener("change", changed);
    };
  }, []);
  return changes;
}
