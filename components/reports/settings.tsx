import { Table, Td, Th } from "@/components/ui/table";
import type { SettingRow, SettingsTable } from "@/lib/reports/settings";
import { Note, ReportSection } from "./report-section";

/** What the arms differ in, then every setting of every arm. */
export function Settings({ table, runs }: { table: SettingsTable; runs: number }) {
  const varied = table.rows.filter((row) => row.differs);
  return (
    <ReportSection id="settings" title="Settings">
      {table.columns.length === 0 ? (
        <p className="text-sm">No training of this server is part of this report.</p>
      ) : (
        <>
          <h3 className="mb-1 font-medium text-sm">What the arms differ in</h3>
          {varied.length === 0 ? (
            <p className="text-sm">Nothing: the trained arms have the same settings.</p>
          ) : (
            <Rows columns={table.columns} rows={varied} />
          )}
          <details className="mt-3">
            <summary className="font-medium text-sm">
              Every setting, as resolved at launch ({table.rows.length} settings of {runs} trainings)
            </summary>
            <div className="mt-2">
              <Rows columns={table.columns} rows={table.rows} />
            </div>
          </details>
          <Note>
            All seeds of an arm have the same settings; where two values stand in one cell they had not.
          </Note>
        </>
      )}
    </ReportSection>
  );
}

function Rows({ columns, rows }: { columns: readonly string[]; rows: readonly SettingRow[] }) {
  return (
    <Table className="report-table report-long text-xs">
      <thead>
        <tr>
          <Th>Setting</Th>
          {columns.map((column) => (
            <Th key={column}>{column}</Th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr key={row.name}>
            <Td className="min-w-44 py-1">
              <span className="break-all font-mono">{row.name}</span>
              {row.meaning ? (
                <span className="block text-2xs text-ink-3 print:ml-1 print:inline">{row.meaning}</span>
              ) : null}
            </Td>
            {row.values.map((value, i) => (
              <Td key={columns[i]} className="break-words py-1 tabular-nums">
                {value ?? <span className="text-ink-3">–</span>}
              </Td>
            ))}
          </tr>
        ))}
      </tbody>
    </Table>
  );
}
