import { PageHeader } from "@/components/shell/page-header";
import { Skeleton, TableSkeleton } from "@/components/ui/skeleton";

export default function Loading() {
  return (
    <>
      <PageHeader title="Traces and solvability" />
      <div className="flex flex-col gap-4 p-4">
        <Skeleton className="h-72 w-full" />
        <TableSkeleton rows={10} />
      </div>
    </>
  );
}
