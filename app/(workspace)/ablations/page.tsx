import { Plus } from "lucide-react";
import type { Metadata } from "next";
import { AblationsList } from "@/components/ablations/ablations-list";
import { ImportedResults } from "@/components/ablations/imported-results";
import { PageHeader } from "@/components/shell/page-header";
import { LinkButton } from "@/components/ui/button";
import { ablationsQuery } from "@/lib/contracts";
import { routes } from "@/lib/domain/routes";
import { getDb } from "@/lib/server/db";
import { firstValues } from "@/lib/server/search-params";
import { listAblations } from "@/lib/services/ablations-read/list-ablations";
import { listResultSets } from "@/lib/services/result-sets/list-result-sets";

export const metadata: Metadata = { title: "Ablations" };

interface Props {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

export default async function AblationsPage({ searchParams }: Props) {
  const { q, offset } = firstValues(await searchParams);
  const asked = ablationsQuery.safeParse({ q, offset });
  const query = asked.success ? asked.data : ablationsQuery.parse({});
  const [page, resultSets] = await Promise.all([listAblations(getDb(), query), listResultSets(getDb())]);
  return (
    <>
      <PageHeader
        title="Ablations"
        actions={
          <LinkButton variant="primary" href={routes.launch()}>
            <Plus aria-hidden />
            Launch an ablation
          </LinkButton>
        }
      />
      <AblationsList initial={page} initialQuery={{ q: query.q, offset: query.offset }} />
      <ImportedResults initial={resultSets} />
    </>
  );
}
