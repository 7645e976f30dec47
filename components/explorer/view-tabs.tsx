"use client";

import Link from "next/link";
import { usePathname, useRouter, useSearchParams } from "next/navigation";
import { KeysButton, useKeys } from "@/components/shell/keys/keys";
import { TAB } from "@/components/ui/tabs";
import { type ExplorerView, VIEWS } from "./selection-state";

const LABELS: Record<ExplorerView, string> = {
  explore: "Explorer",
  breaks: "Where does it break",
  training: "Over training",
};

/** The views of the traces; each keeps the selection of the address. */
export function ViewTabs({ current, hasTraining }: { current: ExplorerView; hasTraining: boolean }) {
  const router = useRouter();
  const path = usePathname();
  const params = useSearchParams();
  const hrefOf = (view: ExplorerView) => {
    const next = new URLSearchParams(params);
    next.delete("peek");
    if (view === "explore") next.delete("view");
    else next.set("view", view);
    return `${path}?${next}`;
  };
  const views = VIEWS.filter((v) => v !== "training" || hasTraining);
  const turn = (by: number) => {
    const next = views[(views.indexOf(current) + by + views.length) % views.length];
    if (next) router.push(hrefOf(next));
  };
  useKeys("Views", [
    { keys: ["["], does: "Previous view", run: () => turn(-1) },
    { keys: ["]"], does: "Next view", run: () => turn(1) },
  ]);
  return (
    <nav
      aria-label="Views of the traces"
      className="no-print flex gap-3 overflow-x-auto border-b bg-surface px-4 sm:gap-4"
    >
      {views.map((view) => (
        <Link
          key={view}
          href={hrefOf(view)}
          // Every filter makes new addresses: fetching them ahead would cost the filter's own answer.
          prefetch={false}
          aria-current={view === current ? "page" : undefined}
          className={TAB}
        >
          {LABELS[view]}
        </Link>
      ))}
      <span className="ml-auto hidden self-center sm:block">
        <KeysButton />
      </span>
    </nav>
  );
}
