import { LinkButton } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { routes } from "@/lib/domain/routes";

export default function NotFound() {
  return (
    <main>
      <EmptyState
        title="There is no such page"
        action={<LinkButton href={routes.ablations()}>To the ablations</LinkButton>}
      >
        Check the address, or start from the list.
      </EmptyState>
    </main>
  );
}
