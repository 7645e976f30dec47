import Link from "next/link";
import { cx } from "@/components/ui/cx";
import { Table, Td, Th, Tr } from "@/components/ui/table";
import { decodeNumber, type EncodedNumber, type TraceDetail, type TraceRow } from "@/lib/contracts";
import { routes } from "@/lib/domain/routes";
import { formatCount, formatValue } from "@/lib/format/number";
import { Pips } from "./pips";

const said = (value: EncodedNumber | null, digits = 3) =>
  value === null ? "unknown" : formatValue(decodeNumber(value), digits);

/** A response in words: right, wrong, invalid or unknown. */
export function outcomeInWords(row: Pick<TraceRow, "invalidReason" | "outcome">): string {
  if (row.invalidReason !== null) return "invalid format";
  if (row.outcome === null) return "unknown";
  return row.outcome === 1 ? "right" : "wrong";
}

/** The responses sampled for the same prompt in the same train step, with the baseline they were measured against. */
export function Siblings({ group, current }: { group: NonNullable<TraceDetail["group"]>; current: string }) {
  const missing = group.size - group.siblings.length;
  return (
    <div className="flex flex-col gap-2">
      <p className="px-4 pt-3 text-ink-2 text-xs">
        Baseline: mean R = {said(group.mean)}, SD = {said(group.sd)} (n − 1) over n = {group.n} responses with
        a reward, G = {group.size}. c<sub>0</sub> = {group.right}/{group.graded} right before any trace step.
        {missing > 0 ? ` ${missing} of the group were not kept (trace sampling).` : ""}
      </p>
      <Table>
        <thead>
          <tr>
            <Th>Sample</Th>
            <Th>Answer</Th>
            <Th>Outcome</Th>
            <Th>c by trace step</Th>
            <Th numeric unit="tokens">
              Length
            </Th>
            <Th numeric>R</Th>
            <Th numeric>Advantage</Th>
          </tr>
        </thead>
        <tbody>
          {group.siblings.map((row) => (
            <Tr
              key={row.id}
              className={cx(row.id === current && "bg-accent/8")}
              aria-current={row.id === current ? "true" : undefined}
            >
              <Td>
                <Link href={routes.trace(row.id)} className="text-accent hover:underline">
                  {row.sampleIndex + 1}
                </Link>
                {row.id === current ? <span className="ml-1 text-ink-3 text-xs">this one</span> : null}
              </Td>
              <Td className="max-w-40 truncate font-mono text-xs">
                <bdi>{row.answer ?? "none"}</bdi>
              </Td>
              <Td>{outcomeInWords(row)}</Td>
              <Td>
                <PipStrip row={row} />
              </Td>
              <Td numeric>{row.responseTokens === null ? "–" : formatCount(row.responseTokens)}</Td>
              <Td numeric>{said(row.reward)}</Td>
              <Td numeric>{row.groupAdvantage === null ? "left out" : said(row.groupAdvantage)}</Td>
            </Tr>
          ))}
        </tbody>
      </Table>
    </div>
  );
}

const MOST_STEPS = 12;

/** All trace steps' pips in a line. */
export function PipStrip({ row }: { row: Pick<TraceRow, "steps" | "invalidReason"> }) {
  if (row.invalidReason !== null) return <span className="text-ink-3 text-xs">not scored</span>;
  return (
    <span className="inline-flex items-center gap-2">
      {row.steps
        .slice(0, MOST_STEPS)
        .map((counts, i) => ({ counts, key: `s${i + 1}` }))
        .map(({ counts, key }) => (
          <Pips key={key} counts={counts} size="sm" />
        ))}
      {row.steps.length > MOST_STEPS ? (
        <span className="text-ink-3 text-xs">+{row.steps.length - MOST_STEPS}</span>
      ) : null}
    </span>
  );
}
