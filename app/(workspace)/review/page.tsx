import type { Metadata } from "next";
import { ReviewHome } from "@/components/review/review-home";
import { PageHeader } from "@/components/shell/page-header";
import { LinkButton } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { explorerQuery, projectId } from "@/lib/contracts";
import { routes } from "@/lib/domain/routes";
import { getDb } from "@/lib/server/db";
import { firstValues } from "@/lib/server/search-params";
import { listExplorer } from "@/lib/services/explorer/list-explorer";
import { listRaters } from "@/lib/services/reviews/raters";
import { listReviewSets } from "@/lib/services/reviews/sets";
import { whoIsIt } from "./who";

export const metadata: Metadata = { title: "Review" };

/** The disagreement queue's head; the explorer has the rest. */
const DIFFERING = 10;

interface Props {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

export default async function ReviewRoute({ searchParams }: Props) {
  const db = getDb();
  const asked = projectId.safeParse(firstValues(await searchParams).project);
  const { projectId: project } = await listRaters(db, asked.success ? asked.data : undefined);
  if (project === null)
    return (
      <>
        <PageHeader title="Review" />
        <EmptyState
          title="There is nothing to review yet"
          action={<LinkButton href={routes.launch()}>Launch an ablation</LinkButton>}
        >
          <p>Reviews are of traces: launch a run, or import traces from elsewhere.</p>
        </EmptyState>
      </>
    );
  const [{ sets }, who, differing, all] = await Promise.all([
    listReviewSets(db, project),
    whoIsIt(db, project),
    listExplorer(
      db,
      explorerQuery.parse({ project, minDisagreement: 0.01, sort: "disagreement", limit: DIFFERING }),
    ),
    listExplorer(db, explorerQuery.parse({ project, limit: 1 })),
  ]);
  return <ReviewHome project={project} sets={sets} {...who} disagreements={differing} traces={all.total} />;
}
