import { PageHeader } from "@/components/shell/page-header";
import { Skeleton, TableSkeleton } from "@/components/ui/skeleton";

export default function Loading() {
  return (
    <>
      <PageHeader title="Traces" />
      <div className="flex flex-col gap-2 p-4">
        <Skeleton className="h-8 w-full" />
        <TableSkeleton rows={16} />
      </div>
    </>
  );
}
