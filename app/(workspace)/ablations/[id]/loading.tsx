import { PageHeader } from "@/components/shell/page-header";
import { Panel } from "@/components/ui/panel";
import { Skeleton, TableSkeleton } from "@/components/ui/skeleton";
import { routes } from "@/lib/domain/routes";

export default function Loading() {
  return (
    <>
      <PageHeader
        crumbs={[{ label: "Ablations", href: routes.ablations() }]}
        title={<Skeleton className="h-6 w-64" />}
        facts={<Skeleton className="h-4 w-48" />}
      />
      <div className="flex flex-col gap-4 p-4">
        <Panel title="Launch">
          <Skeleton className="h-20 w-full" />
        </Panel>
        <Panel title="Arms × seeds" padded={false}>
          <TableSkeleton rows={6} />
        </Panel>
      </div>
    </>
  );
}
