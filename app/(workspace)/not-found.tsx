import { PageHeader } from "@/components/shell/page-header";
import { LinkButton } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { routes } from "@/lib/domain/routes";

export default function NotFound() {
  return (
    <>
      <PageHeader title="Not found" />
      <EmptyState
        title="There is nothing at this address"
        action={<LinkButton href={routes.ablations()}>To the ablations</LinkButton>}
      >
        It may have been deleted, or the address was cut short. Ids end in sixteen letters and digits.
      </EmptyState>
    </>
  );
}
