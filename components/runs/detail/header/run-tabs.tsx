"use client";

import Link from "next/link";
import { usePathname } from "next/navigation";
import { useEffect, useRef } from "react";
import { TAB } from "@/components/ui/tabs";
import { routes } from "@/lib/domain/routes";
import { formatCount } from "@/lib/format/number";

interface View {
  label: string;
  href: string;
  count?: number;
}

/** The views of one run. Counts say whether a look is worth it. */
export function RunTabs({
  runId,
  checkpoints,
  refused,
}: {
  runId: string;
  checkpoints: number;
  refused: number;
}) {
  const path = usePathname();
  const bar = useRef<HTMLElement>(null);
  // On a narrow page the tab that is open may lie beyond the edge.
  useEffect(() => {
    const open = bar.current?.querySelector(`a[href="${CSS.escape(path)}"]`);
    open?.scrollIntoView({ block: "nearest", inline: "nearest" });
  }, [path]);
  const own = routes.run(runId);
  const views: View[] = [
    { label: "Curves", href: own },
    { label: "System", href: `${own}/system` },
    { label: "Log", href: `${own}/log` },
    { label: "Configuration", href: `${own}/configuration` },
    { label: "Events", href: `${own}/events` },
    { label: "Checkpoints", href: `${own}/checkpoints`, count: checkpoints },
    { label: "Traces and solvability", href: routes.traces({ run: runId }) },
  ];
  return (
    <nav
      ref={bar}
      aria-label="Views of this run"
      className="no-print -mb-px flex gap-4 overflow-x-auto overflow-y-hidden"
    >
      {views.map(({ label, href, count }) => (
        <Link key={href} href={href} aria-current={path === href ? "page" : undefined} className={TAB}>
          {label}
          {count ? <span className="text-2xs text-ink-3">{formatCount(count)}</span> : null}
          {label === "Events" && refused > 0 ? (
            <span className="text-2xs text-bad">{formatCount(refused)} refused</span>
          ) : null}
        </Link>
      ))}
    </nav>
  );
}
