import { PageHeader } from "@/components/shell/page-header";
import { LinkButton } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { routes } from "@/lib/domain/routes";

export function NothingToCompare() {
  return (
    <>
      <PageHeader title="Compare arms" />
      <EmptyState
        title="No ablation yet"
        action={
          <LinkButton variant="primary" href={routes.launch()}>
            Launch an ablation
          </LinkButton>
        }
      >
        <p>
          Once its evaluations finish, an ablation's arms stand here side by side: a dot a seed, means with
          intervals, and what the differences do and do not show.
        </p>
      </EmptyState>
    </>
  );
}
