import type { Metadata } from "next";
import { cookies } from "next/headers";
import { PROJECT_COOKIE, parseProject } from "@/components/explorer/project-cookie";
import type { ReviewProject } from "@/components/review/project-choice";
import { ReviewHome } from "@/components/review/review-home";
import { PageHeader } from "@/components/shell/page-header";
import { LinkButton } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { explorerQuery, projectId } from "@/lib/contracts";
import { routes } from "@/lib/domain/routes";
import { getDb } from "@/lib/server/db";
import { firstValues } from "@/lib/server/search-params";
import { listExplorer } from "@/lib/services/explorer/list-explorer";
import { listReviewProjects, listReviewSets } from "@/lib/services/reviews/sets";
import { whoIsIt } from "./who";

export const metadata: Metadata = { title: "Review" };

/** The disagreement queue's head; the explorer has the rest. */
const DIFFERING = 10;

interface Props {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

export default async function ReviewRoute({ searchParams }: Props) {
  const db = getDb();
  const projects = await listReviewProjects(db);
  const asked = projectId.safeParse(firstValues(await searchParams).project).data;
  const project = projects.find(({ id }) => id === asked)?.id ?? (await usualProject(projects));
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
  return <ReviewHome {...{ project, projects, sets, ...who }} disagreements={differing} traces={all.total} />;
}

/** The project that this browser read last, else the newest in which something is reviewed, else the newest. */
async function usualProject(projects: readonly ReviewProject[]): Promise<string | null> {
  const last = parseProject((await cookies()).get(PROJECT_COOKIE)?.value);
  const usual =
    projects.find(({ id }) => id === last) ?? projects.find(({ sets }) => sets > 0) ?? projects[0];
  return usual?.id ?? null;
}
