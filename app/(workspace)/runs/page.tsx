import type { Metadata } from "next";
import { createLoader } from "nuqs/server";
import { RunsView } from "@/components/runs/table/runs-view";
import { apiQuery, RUNS_STATE } from "@/components/runs/table/url-state";
import { AblationTabs } from "@/components/shell/ablation-tabs";
import { PageHeader } from "@/components/shell/page-header";
import { runsQuery } from "@/lib/contracts";
import { routes } from "@/lib/domain/routes";
import { getDb } from "@/lib/server/db";
import { ablationKind } from "@/lib/services/ablations-read/ablation-kind";
import { ablationName } from "@/lib/services/ablations-read/ablation-name";
import { listRuns } from "@/lib/services/runs-read/list-runs";

export const metadata: Metadata = { title: "Runs" };
const loadState = createLoader(RUNS_STATE);

interface Props {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

export default async function RunsPage({ searchParams }: Props) {
  const query = apiQuery(await loadState(searchParams));
  const asked = runsQuery.safeParse(Object.fromEntries(new URLSearchParams(query)));
  const wanted = asked.success ? asked.data : runsQuery.parse({});
  const [page, name, kind] = await Promise.all([
    listRuns(getDb(), wanted),
    wanted.ablation ? ablationName(getDb(), wanted.ablation) : null,
    wanted.ablation ? ablationKind(getDb(), wanted.ablation) : null,
  ]);
  const within = wanted.ablation && name ? { id: wanted.ablation, name } : null;
  return (
    <>
      <PageHeader
        title="Runs"
        crumbs={
          within
            ? [
                kind === "import"
                  ? { label: "Imports", href: routes.imports() }
                  : { label: "Ablations", href: routes.ablations() },
                { label: within.name, href: routes.ablation(within.id) },
              ]
            : []
        }
        tabs={within && kind !== "import" ? <AblationTabs ablationId={within.id} current="runs" /> : null}
      />
      <RunsView initial={page} initialQuery={asked.success ? query : ""} />
    </>
  );
}
