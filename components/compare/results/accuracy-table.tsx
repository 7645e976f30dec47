import { armMarkOf } from "@/components/charts/arm-position";
import { ArmChip } from "@/components/ui/arm-chip";
import { Badge } from "@/components/ui/badge";
import { cx } from "@/components/ui/cx";
import { Table, Td, Th, Tr } from "@/components/ui/table";
import type { AblationResults } from "@/lib/contracts/results";
import { formatCount } from "@/lib/format/number";
import type { AblationComparison } from "@/lib/stats/ablation";
import {
  type AccuracyCell,
  type AccuracyTable as Prepared,
  prepareAccuracyTable,
} from "./prepare-accuracy-table";

interface Props {
  results: AblationResults;
  comparison: AblationComparison;
}

function Marks({ marks }: { marks: readonly string[] }) {
  return marks.length === 0 ? null : <sup className="ml-0.5 text-ink-2">{marks.join(",")}</sup>;
}

/** Accuracies as a paper prints them; no order by accuracy and no bold best, since neither is a finding. */
export function AccuracyTable({ results, comparison }: Props) {
  const table = prepareAccuracyTable(results, comparison);
  return (
    <>
      <Table aria-label="Accuracy by arm and benchmark">
        <Head columns={table.columns} />
        <tbody>
          {table.rows.map(({ arm, marks, cells }) => (
            <Tr key={arm.key}>
              <Td className="min-w-44 max-w-72 py-1.5">
                <span className="flex items-center gap-1.5">
                  <ArmChip {...armMarkOf(arm)} name={arm.name} />
                  <Marks marks={marks} />
                </span>
                <span className="mt-0.5 flex flex-wrap items-center gap-1.5 text-2xs text-ink-3 empty:hidden">
                  {arm.source === "imported" ? <Badge tone="warn">imported, 1 run</Badge> : null}
                  {arm.origin}
                </span>
              </Td>
              {cells.map((cell) => (
                <Td key={cell.key} numeric className="py-1.5" title={cell.sentence}>
                  <Value cell={cell} />
                </Td>
              ))}
            </Tr>
          ))}
        </tbody>
      </Table>
      <Footnotes legend={table.legend} notes={table.footnotes} />
    </>
  );
}

function Head({ columns }: { columns: Prepared["columns"] }) {
  return (
    <thead>
      <tr>
        <Th>Arm</Th>
        {columns.map((column) => (
          <Th key={column.key} numeric className="py-1.5">
            {column.title}
            <span className="block font-normal text-2xs">
              accuracy [%],{" "}
              {column.questions === null ? "n beside each" : `n = ${formatCount(column.questions)}`}
              {column.exploratory ? ", exploratory" : ""}
            </span>
          </Th>
        ))}
      </tr>
    </thead>
  );
}

function Value({ cell }: { cell: AccuracyCell }) {
  if (cell.value === null)
    return cell.expected ? (
      <span className="text-ink-3 text-xs">not yet</span>
    ) : (
      <span className="text-ink-3" title="not measured on this benchmark">
        –
      </span>
    );
  return (
    <>
      <span className={cx(cell.muted && "text-ink-2")}>
        {cell.value}
        <Marks marks={cell.marks} />
      </span>
      <span className="block text-2xs text-ink-3">
        {cell.range ?? "no interval"}, S = {cell.seeds}
        {cell.questions === null ? "" : `, n = ${formatCount(cell.questions)}`}
      </span>
    </>
  );
}

function Footnotes({ legend, notes }: { legend: Prepared["legend"]; notes: Prepared["footnotes"] }) {
  return (
    <div className="space-y-0.5 px-4 py-2 text-ink-3 text-xs">
      {legend.map((text) => (
        <p key={text}>{text}</p>
      ))}
      <p>Arms stand in the order of their launch or source: the table ranks nothing.</p>
      {notes.map(({ mark, text }) => (
        <p key={mark}>
          <sup className="mr-1 text-ink-2">{mark}</sup>
          {text}
        </p>
      ))}
    </div>
  );
}
