import { cx } from "./cx";

/** The shape of what is coming. Give it the size of the real thing, so that nothing moves. */
export function Skeleton({ className }: { className?: string }) {
  return <div aria-hidden className={cx("animate-pulse rounded bg-ink/7", className)} />;
}

/** Rows of a table that is loading. */
export function TableSkeleton({ rows = 8 }: { rows?: number }) {
  return (
    <div role="status" aria-label="Loading" className="flex flex-col">
      {Array.from({ length: rows }, (_, row) => `row-${row}`).map((key, row) => (
        <div key={key} className="flex h-9 items-center gap-6 border-b px-4">
          <Skeleton className={cx("h-3.5", row % 3 === 0 ? "w-56" : row % 3 === 1 ? "w-44" : "w-64")} />
          <Skeleton className="h-3.5 w-24" />
          <Skeleton className="ml-auto h-3.5 w-16" />
        </div>
      ))}
    </div>
  );
}
