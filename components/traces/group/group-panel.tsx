"use client";

import Link from "next/link";
import { useState } from "react";
import { LinkButton } from "@/components/ui/button";
import { Checkbox } from "@/components/ui/checkbox";
import { cx } from "@/components/ui/cx";
import { Panel } from "@/components/ui/panel";
import { Table, Td, Th, Tr } from "@/components/ui/table";
import { decodeNumber, type EncodedNumber } from "@/lib/contracts";
import { routes } from "@/lib/domain/routes";
import { formatCount, formatValue } from "@/lib/format/number";
import { outcomeInWords } from "../outcome-words";
import { PipStrip } from "../pip-strip";
import { visibleText } from "../text/visible-text";
import {
  byAdvantage,
  type GroupOf,
  type PartColumn,
  partColumns,
  type Sibling,
  sideBySideIds,
} from "./prepare-group";

const said = (value: EncodedNumber | null, digits = 3) =>
  value === null ? "unknown" : formatValue(decodeNumber(value), digits);

/** The responses to the same prompt in the same train step by advantage, with what each was paid for. */
export function GroupPanel({ group, current }: { group: GroupOf; current: string }) {
  const [picked, setPicked] = useState<ReadonlySet<string>>(new Set());
  const rows = byAdvantage(group.siblings);
  const columns = partColumns(group.siblings);
  const ids = sideBySideIds(rows, picked);
  const toggle = (id: string) => {
    const next = new Set(picked);
    if (!next.delete(id)) next.add(id);
    setPicked(next);
  };
  return (
    <Panel
      title="Group"
      padded={false}
      aside={
        ids.length < 2 ? (
          "the only one that was kept"
        ) : (
          <LinkButton size="sm" href={routes.sideBySide(ids)}>
            Open {picked.size === 0 ? `${ids.length}` : `${ids.length} picked`} side by side
          </LinkButton>
        )
      }
    >
      <Baseline group={group} />
      <Table>
        <thead>
          <tr>
            <Th>
              <span className="sr-only">Pick</span>
            </Th>
            <Th>Sample</Th>
            <Th>Answer</Th>
            <Th>Outcome</Th>
            <Th>c by trace step</Th>
            <Th numeric unit="tokens">
              Length
            </Th>
            {columns.map((column) => (
              <Th key={column.key} numeric title={column.says}>
                {column.title}
              </Th>
            ))}
            <Th numeric>R</Th>
            <Th numeric>Advantage</Th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <Row
              key={row.id}
              row={row}
              columns={columns}
              isCurrent={row.id === current}
              isPicked={picked.has(row.id)}
              onPick={() => toggle(row.id)}
            />
          ))}
        </tbody>
      </Table>
    </Panel>
  );
}

function Baseline({ group }: { group: GroupOf }) {
  const missing = group.size - group.siblings.length;
  return (
    <p className="px-4 pt-3 pb-2 text-ink-2 text-xs">
      Responses to the same prompt in the same train step, the largest advantage first. Baseline: mean R ={" "}
      {said(group.mean)}, SD = {said(group.sd)} (n − 1) over n = {group.n} responses with a reward, G ={" "}
      {group.size}. c<sub>0</sub> = {group.right}/{group.graded} right before any trace step.
      {missing > 0 ? ` ${missing} of the group were not kept (trace sampling).` : ""}
    </p>
  );
}

interface RowProps {
  row: Sibling;
  columns: readonly PartColumn[];
  isCurrent: boolean;
  isPicked: boolean;
  onPick: () => void;
}

function Row({ row, columns, isCurrent, isPicked, onPick }: RowProps) {
  const sample = row.sampleIndex + 1;
  return (
    <Tr className={cx(isCurrent && "bg-accent/8")} aria-current={isCurrent ? "true" : undefined}>
      <Td>
        <Checkbox
          label={<span className="sr-only">Put sample {sample} side by side</span>}
          checked={isPicked}
          onCheckedChange={onPick}
        />
      </Td>
      <Td>
        <Link href={routes.trace(row.id)} className="text-accent hover:underline">
          {sample}
        </Link>
        {isCurrent ? <span className="ml-1 text-ink-3 text-xs">this one</span> : null}
      </Td>
      <Td className="max-w-40 truncate font-mono text-xs">
        <bdi>{row.answer === null ? "none" : visibleText(row.answer)}</bdi>
      </Td>
      <Td>{outcomeInWords(row)}</Td>
      <Td>
        <PipStrip row={row} />
      </Td>
      <Td numeric>{row.responseTokens === null ? "–" : formatCount(row.responseTokens)}</Td>
      {columns.map(({ key }) => (
        <Td key={key} numeric>
          {row.rewardParts === null ? "–" : said(row.rewardParts[key])}
        </Td>
      ))}
      <Td numeric>{said(row.reward)}</Td>
      <Td numeric>{row.groupAdvantage === null ? "left out" : said(row.groupAdvantage)}</Td>
    </Tr>
  );
}
