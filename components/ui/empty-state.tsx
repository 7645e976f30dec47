import type { ReactNode } from "react";

/** Nothing here yet: what would be here, and the way to get it. */
export function EmptyState({
  title,
  children,
  action,
}: {
  title: string;
  children?: ReactNode;
  action?: ReactNode;
}) {
  return (
    <div className="mx-auto flex max-w-lg flex-col items-start gap-3 px-4 py-12">
      <h2 className="font-semibold text-base">{title}</h2>
      {children ? <div className="flex flex-col gap-2 text-ink-2 text-sm">{children}</div> : null}
      {action}
    </div>
  );
}
