import type { Theme } from "@/lib/domain/theme";
import { Brand } from "./brand";
import { PaletteButton } from "./command-palette";
import { NavLinks } from "./nav-links";
import { ThemeToggle } from "./theme-toggle";

/** The pages, the palette and the theme; stays while the page scrolls. */
export function Sidebar({ theme }: { theme: Theme }) {
  return (
    <header
      data-shell="nav"
      className="sticky top-0 hidden h-dvh w-48 shrink-0 flex-col gap-3 border-r bg-sunken px-2.5 py-3 md:flex"
    >
      <div className="px-1.5">
        <Brand />
      </div>
      <PaletteButton wide />
      <NavLinks />
      <div className="mt-auto px-0.5">
        <ThemeToggle initial={theme} />
      </div>
    </header>
  );
}
