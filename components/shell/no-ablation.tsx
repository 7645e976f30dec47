import { LinkButton } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { routes } from "@/lib/domain/routes";
import { PageHeader } from "./page-header";

/** A page about one ablation while there is none: `children` say what will stand here. */
export function NoAblation({ title, children }: { title: string; children: string }) {
  return (
    <>
      <PageHeader title={title} />
      <EmptyState
        title="No ablation yet"
        action={
          <LinkButton variant="primary" href={routes.launch()}>
            Launch an ablation
          </LinkButton>
        }
      >
        <p>{children}</p>
      </EmptyState>
    </>
  );
}
