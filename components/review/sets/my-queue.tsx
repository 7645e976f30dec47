import { LinkButton } from "@/components/ui/button";
import { Panel } from "@/components/ui/panel";
import type { Rater, RaterProgress, ReviewSetRow } from "@/lib/contracts";
import { routes } from "@/lib/domain/routes";
import { plural } from "@/lib/format/number";

interface Waiting {
  set: ReviewSetRow;
  mine: RaterProgress;
  left: number;
}

/** Open sets in which a rater has something left to do, the fullest queue last: short ones are soon done. */
export function waitingFor(sets: readonly ReviewSetRow[], rater: Rater): Waiting[] {
  return sets
    .filter(({ closedAt }) => closedAt === null)
    .flatMap((set) => {
      const mine = set.raters.find(({ id }) => id === rater.id);
      const left = mine ? mine.assigned - mine.done - mine.skipped : 0;
      return mine && left > 0 ? [{ set, mine, left }] : [];
    })
    .sort((a, b) => a.left - b.left);
}

/** What waits for the rater of this browser. */
export function MyQueue({ sets, rater }: { sets: readonly ReviewSetRow[]; rater: Rater }) {
  const waiting = waitingFor(sets, rater);
  return (
    <Panel title="Your queue">
      {waiting.length === 0 ? (
        <p className="text-ink-2 text-sm">
          Nothing waits for <bdi>{rater.name}</bdi>.
        </p>
      ) : (
        <ul className="flex flex-col gap-2">
          {waiting.map(({ set, left }, i) => (
            <li key={set.id} className="flex flex-wrap items-center justify-between gap-2 text-sm">
              <span className="min-w-0">
                <bdi className="font-medium">{set.name}</bdi>{" "}
                <span className="text-ink-3">{plural(left, "trace")} to do</span>
              </span>
              <LinkButton href={routes.reviewLabel(set.id)} variant={i === 0 ? "primary" : "secondary"}>
                Label
              </LinkButton>
            </li>
          ))}
        </ul>
      )}
    </Panel>
  );
}
