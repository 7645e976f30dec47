import { ArmChip } from "@/components/ui/arm-chip";
import { SortTh, Table, Th } from "@/components/ui/table";
import type { RunRow } from "@/lib/contracts";
import { formatValue, plural } from "@/lib/format/number";
import { COLUMNS, type ColumnKey } from "./columns";
import { groupByArm, type RunGroup } from "./group-runs";
import { metricTitle } from "./metric-title";
import { PickBox } from "./pick-box";
import { RunLine } from "./run-cells";

interface Props {
  runs: readonly RunRow[];
  columns: readonly ColumnKey[];
  metrics: readonly string[];
  grouped: boolean;
  sort: string;
  dir: "asc" | "desc";
  onSort: (sort: string, dir: "asc" | "desc") => void;
  picked: ReadonlySet<string>;
  onPick: (ids: readonly string[], on: boolean) => void;
}

/** Imported traces have no arm, no seed and no accuracy to compare. */
const isComparable = ({ stage }: RunRow) => stage !== "import";
const idsOf = (runs: readonly RunRow[]) => runs.filter(isComparable).map((run) => run.id);

function Head(props: Omit<Props, "grouped">) {
  const { runs, columns, metrics, sort, dir, onSort, picked, onPick } = props;
  const directionOf = (key: string) => (sort === key ? dir : null);
  return (
    <thead>
      <tr>
        <Th className="w-8 pr-0">
          <PickBox label="Pick all runs of this page" ids={idsOf(runs)} picked={picked} onPick={onPick} />
        </Th>
        <SortTh direction={directionOf("name")} onSort={(next) => onSort("name", next)}>
          Run
        </SortTh>
        {columns.map((column) => {
          const { title, numeric = false, sort: key, first = "asc" } = COLUMNS[column];
          return key ? (
            <SortTh
              key={column}
              numeric={numeric}
              first={first}
              direction={directionOf(key)}
              onSort={(next) => onSort(key, next)}
            >
              {title}
            </SortTh>
          ) : (
            <Th key={column} numeric={numeric}>
              {title}
            </Th>
          );
        })}
        {metrics.map((name) => {
          const { title, unit } = metricTitle(name);
          const key = `metric:${name}`;
          return (
            <SortTh
              key={name}
              numeric
              unit={unit}
              first="desc"
              direction={directionOf(key)}
              onSort={(next) => onSort(key, next)}
            >
              {title}
            </SortTh>
          );
        })}
      </tr>
    </thead>
  );
}

function GroupHead({
  group,
  columns,
  metrics,
  picked,
  onPick,
}: Pick<Props, "columns" | "metrics" | "picked" | "onPick"> & { group: RunGroup }) {
  return (
    <tr className="bg-sunken">
      <td className="w-8 border-b pl-4">
        <PickBox
          label={`Pick all runs of ${group.name}`}
          ids={idsOf(group.runs)}
          picked={picked}
          onPick={onPick}
        />
      </td>
      <th
        scope="rowgroup"
        colSpan={columns.length + 1}
        className="h-8 border-b px-2.5 text-left font-medium text-xs"
      >
        <ArmChip position={group.position} name={group.name} />
        <span className="ml-2 font-normal text-ink-3">{plural(group.runs.length, "run")}</span>
      </th>
      {metrics.map((name) => {
        const mean = group.means[name];
        return (
          <td key={name} className="whitespace-nowrap border-b px-2.5 text-right text-xs last:pr-4">
            {mean ? (
              <>
                {formatValue(mean.mean)} <span className="text-ink-3">n = {mean.n}</span>
              </>
            ) : null}
          </td>
        );
      })}
    </tr>
  );
}

/** The table itself, plain or grouped by arm with the mean and n of each metric. */
export function RunsGrid({ runs, grouped, ...rest }: Props) {
  const { columns, metrics, picked, onPick } = rest;
  const line = (run: RunRow) => (
    <RunLine
      key={run.id}
      run={run}
      columns={columns}
      metrics={metrics}
      pick={
        isComparable(run) ? (
          <PickBox label={`Pick ${run.name}`} ids={[run.id]} picked={picked} onPick={onPick} />
        ) : null
      }
    />
  );
  return (
    <Table aria-label="Runs">
      <Head runs={runs} {...rest} />
      {grouped ? (
        groupByArm(runs, metrics).map((group) => (
          <tbody key={group.key}>
            <GroupHead group={group} columns={columns} metrics={metrics} picked={picked} onPick={onPick} />
            {group.runs.map(line)}
          </tbody>
        ))
      ) : (
        <tbody>{runs.map(line)}</tbody>
      )}
    </Table>
  );
}
