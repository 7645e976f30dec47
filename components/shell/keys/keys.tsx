"use client";

import { Keyboard } from "lucide-react";
import { createContext, type ReactNode, use, useEffect, useEffectEvent, useMemo, useState } from "react";
import { Button } from "@/components/ui/button";
import { isTaken } from "./is-typing";
import { KeysDialog } from "./keys-dialog";
import { type KeyBinding, type KeySection, KeySections } from "./sections";

interface Keys {
  sections: KeySections;
  openHelp: () => void;
}

const Context = createContext<Keys>({ sections: new KeySections(), openHelp: () => {} });

/** One listener for the keys of every part of a page, and the help that lists them (`?`). */
export function KeysProvider({ children }: { children: ReactNode }) {
  const [sections] = useState(() => new KeySections());
  const [help, setHelp] = useState<KeySection[] | null>(null);
  const onKey = useEffectEvent((event: KeyboardEvent) => {
    if (isTaken(event)) return;
    if (event.key === "?") setHelp(sections.list());
    else {
      const binding = sections.find(event.key);
      if (!binding) return;
      binding.run(event);
    }
    event.preventDefault();
  });
  useEffect(() => {
    const listener = (event: KeyboardEvent) => onKey(event);
    window.addEventListener("keydown", listener);
    return () => window.removeEventListener("keydown", listener);
  }, []);
  const value = useMemo(() => ({ sections, openHelp: () => setHelp(sections.list()) }), [sections]);
  return (
    <Context value={value}>
      {children}
      <KeysDialog sections={help} onClose={() => setHelp(null)} />
    </Context>
  );
}

/**
 * Declares the keys of a part of the page while that part is there: they work from anywhere on it but from texts being
 * written and open dialogs, and the help lists them under `title`. `wanted: false` gives the keys back.
 */
export function useKeys(title: string, bindings: readonly KeyBinding[], wanted = true): void {
  const { sections } = use(Context);
  const [id] = useState(() => Symbol(title));
  useEffect(() => {
    if (wanted) sections.keep(id, { title, bindings });
    else sections.drop(id);
  });
  useEffect(() => () => sections.drop(id), [sections, id]);
}

/** Opens the help by pointer; also tells that there are keys. */
export function KeysButton() {
  const { openHelp } = use(Context);
  return (
    <Button variant="ghost" size="sm" onClick={openHelp}>
      <Keyboard aria-hidden />
      Keys
    </Button>
  );
}
