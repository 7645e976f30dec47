import { PageHeader } from "@/components/shell/page-header";
import { LinkButton } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { Panel } from "@/components/ui/panel";
import type { ExplorerRows, Rater, ReviewSetRow } from "@/lib/contracts";
import { routes } from "@/lib/domain/routes";
import { ProjectChoice, type ReviewProject } from "./project-choice";
import { ChooseRater } from "./rater/choose-rater";
import { RaterButton } from "./rater/rater-button";
import { Disagreements } from "./sets/disagreements";
import { MyQueue } from "./sets/my-queue";
import { NewSetButton } from "./sets/new-set-button";
import { SetsTable } from "./sets/sets-table";

interface Props {
  project: string;
  projects: readonly ReviewProject[];
  sets: readonly ReviewSetRow[];
  rater: Rater | null;
  known: readonly Rater[];
  disagreements: ExplorerRows;
  /** Traces of the project. */
  traces: number;
}

/** Everything that is to be judged, and who judges it. */
export function ReviewHome({ project, projects, sets, rater, known, disagreements, traces }: Props) {
  const differing = disagreements.total;
  return (
    <>
      <PageHeader
        title="Review"
        actions={
          <>
            <ProjectChoice project={project} projects={projects} />
            <RaterButton project={project} rater={rater} known={known} />
            <NewSetButton selection={{ project }} count={traces} label="New review set" variant="primary" />
          </>
        }
      />
      <div className="flex flex-col gap-4 p-4">
        {sets.length === 0 ? <NoSet /> : null}
        {sets.length > 0 && rater ? <MyQueue sets={sets} rater={rater} /> : null}
        {sets.length > 0 && !rater ? (
          <Panel title="Who is labelling?">
            <ChooseRater project={project} known={known} />
          </Panel>
        ) : null}
        {sets.length > 0 ? (
          <Panel title="Review sets" padded={false}>
            <SetsTable sets={sets} />
          </Panel>
        ) : null}
        <Disagreements
          rows={disagreements.rows}
          more={`${routes.traces()}?${new URLSearchParams({ project, sort: "disagreement", order: "desc" })}`}
          action={
            differing > 0 ? (
              <NewSetButton
                selection={{ project, minDisagreement: 0.01 }}
                count={differing}
                label="Review these"
                order="disagreement"
              />
            ) : null
          }
        />
      </div>
    </>
  );
}

function NoSet() {
  return (
    <EmptyState
      title="Nothing is being reviewed yet"
      action={<LinkButton href={routes.traces()}>Choose traces in the explorer</LinkButton>}
    >
      <p>
        A review set is a frozen list of traces that people judge step by step: good, neutral, bad, and where
        the first error is. Two raters can be compared, what they disagree on is decided once, and every
        scorer is held against what people say.
      </p>
    </EmptyState>
  );
}
