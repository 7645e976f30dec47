import Link from "next/link";
import { Table, Td, Th, Tr } from "@/components/ui/table";
import type { WhatIfArm } from "@/lib/contracts";
import { routes } from "@/lib/domain/routes";
import { formatCount, formatValue } from "@/lib/format/number";
import { termsText } from "./describe-what-if";

const value = (v: number) => formatValue(v, 3);

/** The responses whose advantage changes most, each a link to its trace. */
export function ExamplesTable({ arm }: { arm: WhatIfArm }) {
  const seedOf = new Map(arm.runs.map(({ runId, seed }) => [runId, seed]));
  if (arm.examples.length === 0) return <p className="text-ink-3 text-sm">No advantage changes.</p>;
  return (
    <Table>
      <thead>
        <tr>
          <Th>Trace</Th>
          <Th numeric>Advantage</Th>
          <Th numeric>R</Th>
          <Th>What changed of R</Th>
        </tr>
      </thead>
      <tbody>
        {arm.examples.map(({ traceId, runId, trainStep, advantage, reward, terms }) => (
          <Tr key={traceId}>
            <Td className="whitespace-nowrap">
              <Link href={routes.trace(traceId)} className="text-accent hover:underline">
                seed {seedOf.get(runId)}, train step {formatCount(trainStep)}
              </Link>
            </Td>
            <Td numeric>
              {value(advantage.before)} → <span className="font-medium">{value(advantage.after)}</span>
            </Td>
            <Td numeric>
              {value(reward.before)} → {value(reward.after)}
            </Td>
            <Td className="text-xs">{termsText(terms)}</Td>
          </Tr>
        ))}
      </tbody>
    </Table>
  );
}
