import type { ReactNode } from "react";
import type { Theme } from "@/lib/domain/theme";
import { CommandPaletteProvider } from "./command-palette";
import { KeysProvider } from "./keys/keys";
import { MobileBar } from "./mobile-bar";
import { Sidebar } from "./sidebar";

/** Sidebar on wide pages, a bar on top of narrow ones, and the page. */
export function AppShell({ theme, children }: { theme: Theme; children: ReactNode }) {
  return (
    <CommandPaletteProvider>
      <KeysProvider>
        <a
          href="#main"
          className="sr-only focus:not-sr-only focus:fixed focus:top-2 focus:left-2 focus:z-50 focus:rounded-md focus:bg-surface focus:px-3 focus:py-2"
        >
          Skip to the page
        </a>
        <div className="flex min-h-dvh flex-col md:flex-row">
          <Sidebar theme={theme} />
          <MobileBar theme={theme} />
          <main id="main" data-shell="main" tabIndex={-1} className="min-w-0 flex-1 pb-10 outline-none">
            {children}
          </main>
        </div>
      </KeysProvider>
    </CommandPaletteProvider>
  );
}
