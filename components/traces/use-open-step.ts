"use client";

import { parseAsInteger, useQueryState } from "nuqs";

/** Which trace step shows its continuations: in the URL, so that a link opens what its sender saw. */
export function useOpenStep() {
  const [open, setOpen] = useQueryState("step", parseAsInteger);
  const toggle = (index: number) => void setOpen(open === index ? null : index);
  return { open, toggle };
}
