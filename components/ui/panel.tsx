import type { ReactNode } from "react";
import { cx } from "./cx";

interface Props {
  title: ReactNode;
  /** Facts or switches at the right end of the head. */
  aside?: ReactNode;
  /** false leaves the body without padding (tables). */
  padded?: boolean;
  className?: string;
  children: ReactNode;
}

/** A titled part of a page. */
export function Panel({ title, aside, padded = true, className, children }: Props) {
  return (
    <section className={cx("min-w-0 overflow-hidden rounded-lg border bg-surface", className)}>
      <header className="flex min-h-10 flex-wrap items-center justify-between gap-2 border-b px-4 py-1.5">
        <h2 className="font-semibold text-sm">{title}</h2>
        {aside ? <div className="flex items-center gap-2 text-ink-3 text-xs">{aside}</div> : null}
      </header>
      <div className={padded ? "p-4" : ""}>{children}</div>
    </section>
  );
}
