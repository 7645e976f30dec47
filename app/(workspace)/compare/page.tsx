import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { AblationPicker } from "@/components/compare/ablation-picker";
import { CompareView } from "@/components/compare/compare-view";
import { AblationTabs } from "@/components/shell/ablation-tabs";
import { PageHeader } from "@/components/shell/page-header";
import { LinkButton } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { ablationsQuery } from "@/lib/contracts";
import { routes } from "@/lib/domain/routes";
import { getDb } from "@/lib/server/db";
import { firstValues } from "@/lib/server/search-params";
import { listAblations } from "@/lib/services/ablations-read/list-ablations";
import { getResults } from "@/lib/services/results/get-results";

export const metadata: Metadata = { title: "Compare" };

interface Props {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

export default async function ComparePage({ searchParams }: Props) {
  const { ablation } = firstValues(await searchParams);
  const { ablations } = await listAblations(getDb(), ablationsQuery.parse({}));
  const id = ablation ?? ablations[0]?.id;
  if (id === undefined) return <NothingToCompare />;
  const results = await getResults(getDb(), id);
  if (!results) notFound();
  return (
    <>
      <PageHeader
        crumbs={[
          { label: "Ablations", href: routes.ablations() },
          { label: results.name, href: routes.ablation(id) },
        ]}
        title="Compare arms"
        actions={
          <AblationPicker current={id} ablations={ablations.map((a) => ({ id: a.id, name: a.name }))} />
        }
        tabs={<AblationTabs ablationId={id} current="compare" />}
      />
      <CompareView key={id} initial={results} />
    </>
  );
}

function NothingToCompare() {
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
