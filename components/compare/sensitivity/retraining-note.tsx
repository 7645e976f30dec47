import { LinkButton } from "@/components/ui/button";
import { Panel } from "@/components/ui/panel";
import type { SensitivityArm } from "@/lib/contracts";
import { routes } from "@/lib/domain/routes";

/** The referee's M; the one that an arm was trained with is not offered again. */
const WORTH_TRAINING = [2, 4, 8];

/** What stored continuations cannot say, and the launches that would. */
export function RetrainingNote({
  arms,
  ablationId,
}: {
  arms: readonly SensitivityArm[];
  ablationId: string | null;
}) {
  const drawing = arms.filter(({ base }) => base.continued > 0);
  return (
    <Panel title="What only retraining can tell">
      <div className="flex flex-col gap-3 text-sm">
        <p className="max-w-prose text-ink-2">
          All of this is about the same responses, sampled by policies that were trained with the M, τ and
          K_max as launched. With another setting every update would have been another one, and the responses
          with it. How accurate a policy trained with M = 2 or M = 8 becomes is not on this page: it takes a
          run.
        </p>
        {ablationId === null || drawing.length === 0 ? null : (
          <ul className="flex flex-col gap-2">
            {drawing.map(({ arm, settings }) => (
              <li key={arm.key} className="flex flex-wrap items-center gap-2">
                <span className="text-ink-2 text-xs">Train {arm.name} with</span>
                {WORTH_TRAINING.filter((m) => m !== settings.continuationsPerStep).map((m) => (
                  <LinkButton
                    key={m}
                    size="sm"
                    href={routes.launch({
                      from: ablationId,
                      arm: arm.key,
                      reward: { continuationsPerStep: m },
                    })}
                  >
                    M = {m}
                  </LinkButton>
                ))}
              </li>
            ))}
          </ul>
        )}
      </div>
    </Panel>
  );
}
