import { ChevronRight } from "lucide-react";
import Link from "next/link";
import type { ReactNode } from "react";

export interface Crumb {
  label: string;
  href: string;
}

interface Props {
  /** The pages above this one, from the top. */
  crumbs?: readonly Crumb[];
  title: ReactNode;
  /** Badge beside the title. */
  badge?: ReactNode;
  /** One line of facts below. */
  facts?: ReactNode;
  /** Buttons; one primary at the most, last. */
  actions?: ReactNode;
  /** Links between the views of one thing (components/shell/ablation-tabs). */
  tabs?: ReactNode;
}

/** Where one is, what it is, and what can be done. */
export function PageHeader({ crumbs = [], title, badge, facts, actions, tabs }: Props) {
  return (
    <header className="border-b bg-surface px-4 pt-3">
      <div className="flex flex-wrap items-start justify-between gap-x-6 gap-y-2 pb-3">
        <div className="min-w-0">
          {crumbs.length > 0 ? (
            <nav aria-label="Breadcrumbs" className="mb-0.5">
              <ol className="flex flex-wrap items-center gap-1 text-ink-3 text-xs">
                {crumbs.map((crumb, i) => (
                  <li key={crumb.href} className="inline-flex items-center gap-1">
                    {i > 0 ? <ChevronRight aria-hidden className="size-3" /> : null}
                    <Link
                      href={crumb.href}
                      className="max-w-64 truncate rounded-sm hover:text-ink hover:underline"
                    >
                      <bdi>{crumb.label}</bdi>
                    </Link>
                  </li>
                ))}
              </ol>
            </nav>
          ) : null}
          <div className="flex min-w-0 flex-wrap items-center gap-2">
            <h1 className="min-w-0 break-words font-semibold text-lg leading-6">{title}</h1>
            {badge}
          </div>
          {facts ? (
            <div className="mt-1 flex flex-wrap items-center gap-x-4 gap-y-1 text-ink-3 text-xs">{facts}</div>
          ) : null}
        </div>
        {actions ? <div className="no-print flex flex-wrap items-center gap-2">{actions}</div> : null}
      </div>
      {tabs}
    </header>
  );
}
