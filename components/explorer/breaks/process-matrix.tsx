import Link from "next/link";
import { cx } from "@/components/ui/cx";
import { Table, Td, Th } from "@/components/ui/table";
import type { ExplorerBreaks, TraceSelection } from "@/lib/contracts";
import { formatCount, formatShare } from "@/lib/format/number";
import { cellOf, type MatrixCell } from "./prepare-breaks";

const OUTCOMES = ["right", "wrong", "unknown"] as const;
const PROCESSES = ["sound", "broken", null] as const;
const WORDS = { right: "Right answer", wrong: "Wrong answer", unknown: "Outcome unknown" } as const;
const TELLING = {
  right: "right answer, broken process",
  wrong: "wrong answer from sound steps",
  unknown: "",
} as const;

interface Props {
  label: string;
  matrix: ExplorerBreaks["byC"];
  /** Which field of the selection the columns narrow. */
  field: "process" | "humanProcess";
  hrefOf: (opens: TraceSelection) => string;
}

/** Verdict against process: how the answer came out, and how the steps to it were. */
export function ProcessMatrix({ label, matrix, field, hrefOf }: Props) {
  return (
    <Table aria-label={label}>
      <thead>
        <tr>
          <Th>
            <span className="sr-only">Verdict</span>
          </Th>
          <Th numeric>Sound process</Th>
          <Th numeric>Broken process</Th>
          <Th numeric>Not known</Th>
        </tr>
      </thead>
      <tbody>
        {OUTCOMES.map((outcome) => {
          const cells = PROCESSES.map((process) => cellOf(matrix, outcome, process));
          const total = cells.reduce((sum, cell) => sum + cell.count, 0);
          return (
            <tr key={outcome}>
              <th scope="row" className="border-b px-4 py-1.5 text-left font-medium">
                {WORDS[outcome]}
                <span className="block font-normal text-2xs text-ink-3">n = {formatCount(total)}</span>
              </th>
              {cells.map((cell) => (
                <Cell
                  key={cell.process ?? "unknown"}
                  cell={cell}
                  total={total}
                  href={hrefOf({ outcome, [field]: cell.process ?? "unknown" })}
                />
              ))}
            </tr>
          );
        })}
      </tbody>
    </Table>
  );
}

function Cell({ cell, total, href }: { cell: MatrixCell; total: number; href: string }) {
  const { count, isTelling, outcome } = cell;
  return (
    <Td numeric className={cx("py-1.5", isTelling && count > 0 && "bg-warn/10")}>
      {count === 0 ? (
        <span className="text-ink-3">0</span>
      ) : (
        <Link href={href} className="text-accent hover:underline">
          {formatCount(count)}
        </Link>
      )}
      <span className="block text-2xs text-ink-3">
        {total === 0 ? "" : formatShare(count / total)}
        {isTelling && count > 0 ? ` ${TELLING[outcome]}` : ""}
      </span>
    </Td>
  );
}
