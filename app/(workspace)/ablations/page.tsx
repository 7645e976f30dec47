import { Plus } from "lucide-react";
import type { Metadata } from "next";
import { AblationsList } from "@/components/ablations/ablations-list";
import { PageHeader } from "@/components/shell/page-header";
import { LinkButton } from "@/components/ui/button";
import { ablationsQuery } from "@/lib/contracts";
import { routes } from "@/lib/domain/routes";
import { getDb } from "@/lib/server/db";
import { firstValues } from "@/lib/server/search-params";
import { listAblations } from "@/lib/services/ablations-read/list-ablations";

export const metadata: Metadata = { title: "Ablations" };

interface Props {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

export default async function AblationsPage({ searchParams }: Props) {
  const { q, offset } = firstValues(await searchParams);
  const asked = ablationsQuery.safeParse({ q, offset });
  const query = asked.success ? asked.data : ablationsQuery.parse({});
  const page = await listAblations(getDb(), query);
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
    </>
  );
}
