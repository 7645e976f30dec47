import { LinkButton } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { routes } from "@/lib/domain/routes";

interface Props {
  /** A sentence, without its end. */
  why: string;
  from: { run: { id: string; name: string }; ablation: { id: string; name: string } } | null;
}

/** Stands where the launch form would be: why a checkpoint cannot be forked, and the ways on. */
export function NoFork({ why, from }: Props) {
  return (
    <EmptyState
      title="This checkpoint cannot be forked"
      action={
        <span className="flex flex-wrap gap-2">
          {from ? (
            <>
              <LinkButton variant="primary" href={routes.checkpoints(from.run.id)}>
                Other checkpoints of {from.run.name}
              </LinkButton>
              <LinkButton href={routes.launch({ from: from.ablation.id })}>
                Launch {from.ablation.name} again with changes
              </LinkButton>
            </>
          ) : (
            <LinkButton variant="primary" href={routes.runs()}>
              All runs
            </LinkButton>
          )}
          <LinkButton href={routes.launch()}>Launch from a preset</LinkButton>
        </span>
      }
    >
      <p>{`${why.charAt(0).toUpperCase()}${why.slice(1)}.`}</p>
    </EmptyState>
  );
}
