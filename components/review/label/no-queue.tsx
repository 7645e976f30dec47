import { LinkButton } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import type { Rater, ReviewSetView } from "@/lib/contracts";
import { routes } from "@/lib/domain/routes";
import { ChooseRater } from "../rater/choose-rater";

/** Nobody said who labels in this browser. */
export function NobodyYet({ set, known }: { set: ReviewSetView; known: readonly Rater[] }) {
  const names = new Map([...set.raters, ...known].map(({ name }) => [name, { name }]));
  return (
    <EmptyState title="Who is labelling?">
      <p>
        Labels are kept under a name, so that two people can be compared. Choose yours once for this browser.
      </p>
      <ChooseRater project={set.projectId} known={[...names.values()]} />
    </EmptyState>
  );
}

/** The rater has no trace of this set. */
export function NothingForYou({ set, rater }: { set: ReviewSetView; rater: Rater }) {
  return (
    <EmptyState
      title="No trace of this set is yours"
      action={<LinkButton href={routes.reviewSet(set.id)}>Add a rater on the set's page</LinkButton>}
    >
      <p>
        The traces of this set were dealt out to {set.raters.map(({ name }) => name).join(", ") || "nobody"},
        not to <bdi>{rater.name}</bdi>. Change who you are above, or add yourself as a rater.
      </p>
    </EmptyState>
  );
}
