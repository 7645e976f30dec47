import Link from "next/link";
import { routes } from "@/lib/domain/routes";
import { formatCount } from "@/lib/format/number";

interface Props {
  fork: { trainStep: number; run: { id: string; name: string } };
}

/** Says where a forked launch begins, what it takes along, and what its results will hold for. */
export function ForkNotice({ fork: { trainStep, run } }: Props) {
  return (
    <section
      aria-label="Where this launch begins"
      className="mx-4 mt-4 rounded-lg border border-info/40 bg-info/5 px-4 py-3 text-sm"
    >
      <p>
        Arms whose start is "Checkpoint" begin with the weights of{" "}
        <Link href={routes.run(run.id)} className="font-medium hover:underline">
          {run.name}
        </Link>{" "}
        at train step {formatCount(trainStep)}. Optimizer, learning rate and random generators begin anew, and
        train steps count from 0. No warm-up is trained unless an arm asks for one.
      </p>
      <p className="mt-1 text-ink-2 text-xs">
        Seeds added here all begin from this one checkpoint: their spread is that of the fork alone, and what
        they show holds given this checkpoint. It says nothing about other warm-ups or other trainings like
        it.
      </p>
    </section>
  );
}
