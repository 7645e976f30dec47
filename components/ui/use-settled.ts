"use client";

import { useEffect, useState } from "react";

const SETTLE_MS = 400;

/** A value once it has stayed the same for a moment: not every letter that is typed is asked for. */
export function useSettled<T>(value: T, settleMs = SETTLE_MS): T {
  const [settled, setSettled] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(value), settleMs);
    return () => clearTimeout(timer);
  }, [value, settleMs]);
  return settled;
}
