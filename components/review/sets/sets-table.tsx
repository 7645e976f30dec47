import { EyeOff } from "lucide-react";
import Link from "next/link";
import { Badge } from "@/components/ui/badge";
import { RelativeTime } from "@/components/ui/relative-time";
import { ProgressBar } from "@/components/ui/segmented-bar";
import { Table, Td, Th, Tr } from "@/components/ui/table";
import type { RaterProgress, ReviewSetRow } from "@/lib/contracts";
import { routes } from "@/lib/domain/routes";
import { formatCount } from "@/lib/format/number";

/** Review sets with how far each rater is. */
export function SetsTable({ sets }: { sets: readonly ReviewSetRow[] }) {
  return (
    <Table>
      <thead>
        <tr>
          <Th>Set</Th>
          <Th numeric>Traces</Th>
          <Th>Raters: judged of given</Th>
          <Th>Made</Th>
        </tr>
      </thead>
      <tbody>
        {sets.map((set) => (
          <Tr key={set.id}>
            <Td>
              <Link href={routes.reviewSet(set.id)} className="font-medium text-accent hover:underline">
                <bdi>{set.name}</bdi>
              </Link>
              <span className="ml-2 inline-flex gap-1 align-middle">
                {set.blind ? (
                  <Badge tone="info">
                    <EyeOff aria-hidden />
                    blind
                  </Badge>
                ) : null}
                {set.closedAt ? <Badge tone="muted">closed</Badge> : null}
              </span>
            </Td>
            <Td numeric>{formatCount(set.traces)}</Td>
            <Td>
              <ul className="flex flex-col gap-1 py-1.5">
                {set.raters.map((rater) => (
                  <li key={rater.id}>
                    <RaterBar rater={rater} />
                  </li>
                ))}
              </ul>
            </Td>
            <Td className="whitespace-nowrap">
              <RelativeTime at={set.createdAt} />
            </Td>
          </Tr>
        ))}
      </tbody>
    </Table>
  );
}

/** How much of what a rater was given is judged; skipped ones count, and are said. */
export function RaterBar({ rater }: { rater: RaterProgress }) {
  const judged = rater.done + rater.skipped;
  return (
    <span className="flex items-center gap-2 text-xs">
      <bdi className="w-20 shrink-0 truncate sm:w-28" title={rater.name}>
        {rater.name}
      </bdi>
      <span className="w-16 sm:w-32">
        <ProgressBar
          value={judged}
          max={rater.assigned}
          label={`${rater.name}: ${judged} of ${rater.assigned} judged`}
        />
      </span>
      <span className="whitespace-nowrap text-ink-3">
        {formatCount(rater.done)}/{formatCount(rater.assigned)}
        {rater.skipped > 0 ? `, ${formatCount(rater.skipped)} skipped` : ""}
      </span>
    </span>
  );
}
