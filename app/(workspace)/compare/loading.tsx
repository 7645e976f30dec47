import { PageHeader } from "@/components/shell/page-header";
import { Skeleton } from "@/components/ui/skeleton";

export default function Loading() {
  return (
    <>
      <PageHeader title="Compare arms" />
      <div role="status" aria-label="Loading" className="flex flex-col gap-4 p-4">
        <Skeleton className="h-28" />
        <Skeleton className="h-96" />
        <Skeleton className="h-72" />
      </div>
    </>
  );
}
