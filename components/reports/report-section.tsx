import type { ReactNode } from "react";

/** A numbered section of a report; its heading stays with what follows when printed. */
export function ReportSection({
  id,
  title,
  children,
}: {
  /** Fragment of its address. */
  id: string;
  title: string;
  children: ReactNode;
}) {
  return (
    <section id={id} aria-labelledby={`${id}-title`} className="report-section mt-8 border-t pt-4">
      <h2 id={`${id}-title`} className="mb-2 font-semibold text-base">
        {title}
      </h2>
      {children}
    </section>
  );
}

/** Text for readers of papers: a small paragraph. */
export function Note({ children }: { children: ReactNode }) {
  return <p className="mt-1.5 max-w-prose text-ink-2 text-xs">{children}</p>;
}
