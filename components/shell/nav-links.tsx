"use client";

import Link from "next/link";
import { usePathname } from "next/navigation";
import { cx } from "@/components/ui/cx";
import { NAV_ITEMS } from "./nav-items";

/** Links to the pages; the current one is marked for eyes and for readers. */
export function NavLinks({ row = false, onFollow }: { row?: boolean; onFollow?: () => void }) {
  const path = usePathname();
  return (
    <nav aria-label="Pages">
      <ul className={row ? "flex flex-wrap gap-1" : "flex flex-col gap-px"}>
        {NAV_ITEMS.map(({ href, label, icon: Icon }) => {
          const current = path === href || path.startsWith(`${href}/`);
          return (
            <li key={href}>
              <Link
                href={href}
                onClick={() => onFollow?.()}
                aria-current={current ? "page" : undefined}
                className={cx(
                  "flex h-7.5 items-center gap-2 rounded-md px-2 font-medium text-sm",
                  current ? "bg-ink/8 text-ink" : "text-ink-2 hover:bg-ink/5 hover:text-ink",
                )}
              >
                <Icon aria-hidden className="size-3.5" />
                {label}
              </Link>
            </li>
          );
        })}
      </ul>
    </nav>
  );
}
