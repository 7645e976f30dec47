import { Table, Td, Th } from "@/components/ui/table";
import type { SensitivityAnswer } from "@/lib/contracts/sensitivity";
import { formatCount } from "@/lib/format/number";
import { sensitivityCsv, sensitivityTables, type TextTable } from "@/lib/reports/sensitivity-tables";
import { CurvesFigure } from "./figures/curves-figure";
import { FigureFrame } from "./figures/figure-frame";
import { prepareSensitivity } from "./figures/prepare-sensitivity";
import { Note, ReportSection } from "./report-section";

/** How much the stored rewards depend on settings of the method, and what that cannot tell. */
export function Sensitivity({
  sensitivity,
  figure,
}: {
  sensitivity: SensitivityAnswer | null;
  figure: number;
}) {
  const arms = sensitivity ? sensitivityTables(sensitivity) : [];
  return (
    <ReportSection id="sensitivity" title="Sensitivity of the reward, from stored continuations">
      {arms.length === 0 ? (
        <p className="text-sm">
          {sensitivity === null
            ? "There are more stored responses than are read at once."
            : "No stored response was continued in its reward: there is nothing to vary."}
        </p>
      ) : null}
      {sensitivity === null || arms.length === 0 ? null : (
        <FigureFrame
          number={figure}
          title="The same responses under other settings"
          csv={sensitivityCsv(sensitivity)}
          caption="Shares of responses. Over M' the gate's flips are exact and the signs resampled (Monte Carlo errors in the tables); signs are those of the advantages, against the settings as trained."
        >
          <CurvesFigure
            id="sensitivity"
            title="The same responses under other settings"
            panels={prepareSensitivity(sensitivity)}
            arms={sensitivity.arms.map((each) => each.arm)}
            basisOf={(own) => `n = ${formatCount(own[0]?.n.most ?? 0)} responses`}
          />
        </FigureFrame>
      )}
      {arms.map(({ arm, basis, tables }) => (
        <div key={arm} className="mb-4">
          <h3 className="font-medium text-sm">{arm}</h3>
          <p className="mb-1 text-2xs text-ink-3">{basis}</p>
          {tables.map((table) => (
            <Variation key={table.title} table={table} />
          ))}
        </div>
      ))}
      <Note>
        The same responses, scored under other settings. M' below M: gate flips, SD and pairs exact
        (hypergeometric), signs resampled with their Monte Carlo standard error. Pairs are responses of one
        group. Computed when frozen, since responses are too many to freeze; everything else on this page is
        computed from what was frozen.
      </Note>
      <Note>None of it tells what training with another setting would have given: only retraining does.</Note>
    </ReportSection>
  );
}

function Variation({ table }: { table: TextTable }) {
  return (
    <Table className="report-table mb-3 table-fixed text-xs">
      <caption className="py-1 text-left font-medium text-ink-2 text-xs">{table.title}</caption>
      <thead>
        <tr>
          {table.head.map((name, i) => (
            <Th key={name} numeric={i > 0} className="h-auto! whitespace-normal! py-1 align-bottom">
              {name}
            </Th>
          ))}
        </tr>
      </thead>
      <tbody>
        {table.rows.map((row, at) => (
          <tr key={row[0]}>
            {row.map((text, i) => (
              <Td key={table.head[i]} numeric={i > 0} className="h-6 py-0">
                {text}
                {i === 0 && at === table.trained ? (
                  <span className="ml-1 text-2xs text-ink-3">as trained</span>
                ) : null}
              </Td>
            ))}
          </tr>
        ))}
      </tbody>
    </Table>
  );
}
