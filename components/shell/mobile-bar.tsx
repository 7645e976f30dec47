"use client";

import { Menu } from "lucide-react";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import type { Theme } from "@/lib/domain/theme";
import { Brand } from "./brand";
import { PaletteButton } from "./command-palette";
import { NavLinks } from "./nav-links";
import { ThemeToggle } from "./theme-toggle";

/** The shell of narrow pages. */
export function MobileBar({ theme }: { theme: Theme }) {
  const [open, setOpen] = useState(false);
  return (
    <header
      data-shell="nav"
      className="sticky top-0 z-30 flex h-11 items-center justify-between border-b bg-sunken px-3 md:hidden"
    >
      <Brand />
      <div className="flex items-center gap-1">
        <PaletteButton />
        <Button variant="ghost" size="icon" aria-label="Menu" onClick={() => setOpen(true)}>
          <Menu aria-hidden />
        </Button>
      </div>
      <Dialog open={open} onOpenChange={setOpen} title="Stepwell">
        <div className="flex flex-col gap-4">
          <NavLinks onFollow={() => setOpen(false)} />
          <ThemeToggle initial={theme} />
        </div>
      </Dialog>
    </header>
  );
}
