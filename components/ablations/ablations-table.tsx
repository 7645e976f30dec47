import Link from "next/link";
import { ArmChip } from "@/components/ui/arm-chip";
import { Elapsed } from "@/components/ui/elapsed";
import { RelativeTime } from "@/components/ui/relative-time";
import { SegmentedBar } from "@/components/ui/segmented-bar";
import { Table, Td, Th, Tr } from "@/components/ui/table";
import type { AblationSummary } from "@/lib/contracts";
import { routes } from "@/lib/domain/routes";
import { formatCount, formatShare, plural } from "@/lib/format/number";
import { statusParts, totalOf } from "./status-parts";

function Arms({ arms, className }: { arms: AblationSummary["arms"]; className: string }) {
  return (
    <ul className={className}>
      {arms.map((arm) => (
        <li key={arm.id} className="text-xs">
          <ArmChip position={arm.position} name={arm.name} />
        </li>
      ))}
    </ul>
  );
}

function Progress({ of }: { of: AblationSummary }) {
  const { done, planned } = of.trainSteps;
  return (
    <div className="min-w-40 max-w-64">
      <SegmentedBar parts={statusParts(of.runs)} />
      <span className="whitespace-nowrap text-2xs text-ink-3">
        {plural(totalOf(of.runs), "run")}, {planned > 0 ? formatShare(done / planned, 0) : "0%"} of{" "}
        {formatCount(planned)} train steps
      </span>
    </div>
  );
}

function Row({ ablation }: { ablation: AblationSummary }) {
  return (
    <Tr>
      <Td className="py-2.5 align-top">
        <Link href={routes.ablation(ablation.id)} className="font-medium text-sm hover:underline">
          {ablation.name}
        </Link>
        <p className="line-clamp-1 max-w-md text-ink-3 text-xs">
          {ablation.description || `${ablation.profile} profile`}
        </p>
        <Arms arms={ablation.arms} className="mt-1.5 flex flex-wrap gap-x-3 gap-y-1 md:hidden" />
        <div className="mt-2 md:hidden">
          <Progress of={ablation} />
        </div>
      </Td>
      <Td className="hidden py-2.5 align-top md:table-cell">
        <Arms arms={ablation.arms} className="flex max-w-72 flex-wrap gap-x-3 gap-y-1" />
      </Td>
      <Td numeric className="hidden py-2.5 align-top md:table-cell" title={ablation.seeds.join(", ")}>
        {ablation.seeds.length}
      </Td>
      <Td className="hidden py-2.5 align-top md:table-cell">
        <Progress of={ablation} />
      </Td>
      <Td numeric className="hidden py-2.5 align-top sm:table-cell">
        <Elapsed start={ablation.startedAt} end={ablation.endedAt} />
      </Td>
      <Td numeric className="py-2.5 align-top">
        <RelativeTime at={ablation.createdAt} />
      </Td>
    </Tr>
  );
}

/** Ablations with their arms and how far their runs are. */
export function AblationsTable({ ablations }: { ablations: readonly AblationSummary[] }) {
  return (
    <Table aria-label="Ablations">
      <thead>
        <tr>
          <Th>Ablation</Th>
          <Th className="hidden md:table-cell">Arms</Th>
          <Th numeric className="hidden md:table-cell">
            Seeds
          </Th>
          <Th className="hidden md:table-cell">Progress</Th>
          <Th numeric className="hidden sm:table-cell">
            Duration
          </Th>
          <Th numeric>Launched</Th>
        </tr>
      </thead>
      <tbody>
        {ablations.map((ablation) => (
          <Row key={ablation.id} ablation={ablation} />
        ))}
      </tbody>
    </Table>
  );
}
