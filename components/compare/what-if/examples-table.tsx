import Link from "next/link";
import { ArmChip } from "@/components/ui/arm-chip";
import { Table, Td, Th, Tr } from "@/components/ui/table";
import type { WhatIfArm, WhatIfExample } from "@/lib/contracts";
import { routes } from "@/lib/domain/routes";
import { formatCount, formatValue } from "@/lib/format/number";
import { lacksContinuations, paysReward, termsText } from "./describe-what-if";

const value = (v: number) => formatValue(v, 3);
const sizeOf = ({ advantage }: WhatIfExample) => Math.abs(advantage.after - advantage.before);

/** The responses whose advantage changes most, of all arms, the largest first; each a link to its trace. */
export function ExamplesTable({ arms }: { arms: readonly WhatIfArm[] }) {
  const rows = arms
    .filter((arm) => !lacksContinuations(arm))
    .flatMap((arm) => arm.examples.map((example) => ({ arm, example })))
    .sort((a, b) => sizeOf(b.example) - sizeOf(a.example));
  if (rows.length === 0) return <p className="px-4 py-3 text-ink-3 text-sm">No advantage changes.</p>;
  return (
    <Table>
      <thead>
        <tr>
          <Th>Trace</Th>
          <Th>Arm</Th>
          <Th numeric>Advantage</Th>
          <Th numeric>R</Th>
          <Th>What changed of R</Th>
        </tr>
      </thead>
      <tbody>
        {rows.map(({ arm, example }) => (
          <Row key={example.traceId} arm={arm} example={example} />
        ))}
      </tbody>
    </Table>
  );
}

function Row({ arm, example }: { arm: WhatIfArm; example: WhatIfExample }) {
  const { traceId, runId, trainStep, advantage, reward, terms } = example;
  const seed = arm.runs.find((run) => run.runId === runId)?.seed;
  return (
    <Tr>
      <Td className="whitespace-nowrap">
        <Link href={routes.trace(traceId)} className="text-accent hover:underline">
          train step {formatCount(trainStep)}, seed {seed}
        </Link>
      </Td>
      <Td className="whitespace-nowrap">
        <ArmChip position={arm.arm.position} name={arm.arm.name} />
      </Td>
      <Td numeric>
        {value(advantage.before)} → <span className="font-medium">{value(advantage.after)}</span>
      </Td>
      <Td numeric>
        {paysReward(arm)
          ? `${value(reward.before)} → ${value(reward.after)}`
          : `${value(reward.before)} → none`}
      </Td>
      <Td className="min-w-56 text-xs">{termsText(terms, arm)}</Td>
    </Tr>
  );
}
