"use client";

import { Search } from "lucide-react";
import { createContext, type ReactNode, use, useEffect, useMemo, useState } from "react";
import { Button } from "@/components/ui/button";
import { Kbd } from "@/components/ui/kbd";
import { PaletteDialog } from "./palette-dialog";

const Palette = createContext<{ open: () => void }>({ open: () => {} });

/** Holds the palette and its keys: Ctrl/Cmd-K anywhere. */
export function CommandPaletteProvider({ children }: { children: ReactNode }) {
  const [open, setOpen] = useState(false);
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.key.toLowerCase() !== "k" || !(event.metaKey || event.ctrlKey)) return;
      event.preventDefault();
      setOpen((was) => !was);
    };
    window.addEventListener("keydown", onKey);
    return () => window.removeEventListener("keydown", onKey);
  }, []);
  const value = useMemo(() => ({ open: () => setOpen(true) }), []);
  return (
    <Palette value={value}>
      {children}
      <PaletteDialog open={open} onOpenChange={setOpen} />
    </Palette>
  );
}

/** Opens the palette by pointer; also tells that it exists. */
export function PaletteButton({ wide = false }: { wide?: boolean }) {
  const { open } = use(Palette);
  if (!wide) {
    return (
      <Button variant="ghost" size="icon" aria-label="Search" onClick={open}>
        <Search aria-hidden />
      </Button>
    );
  }
  return (
    <Button size="md" className="justify-start px-2 font-normal text-ink-3" onClick={open}>
      <Search aria-hidden />
      Go to…
      <span className="ml-auto flex gap-0.5">
        <Kbd>Ctrl</Kbd>
        <Kbd>K</Kbd>
      </span>
    </Button>
  );
}
