import { cx } from "@/components/ui/cx";
import { SideScroller } from "@/components/ui/side-scroller";
import { CountCell, type Side, SideChip } from "./outcome-table";
import { crossTable, type QuestionEntry } from "./prepare-questions";

interface Props {
  entries: readonly QuestionEntry[];
  seeds: number;
  sides: [Side, Side];
  cell: string | null;
  onCell: (cell: string | null) => void;
}

/** How many seeds are right under A against how many under B: every cell opens its questions. */
export function SeedsTable({ entries, seeds, sides, cell, onCell }: Props) {
  const counts = crossTable(entries, seeds);
  const missing = entries.filter((e) => e.cell === "missing").length;
  const [a, b] = sides;
  return (
    <SideScroller className="min-w-0">
      <table className="border-separate border-spacing-0.5 text-xs">
        <caption className="sr-only">Questions by seeds right under A and under B</caption>
        <thead>
          <tr>
            <th rowSpan={2} className="pr-2 text-left align-bottom font-normal text-ink-3">
              <SideChip side={a} /> seeds right
            </th>
            <th colSpan={seeds + 1} className="text-left font-normal text-ink-3">
              <SideChip side={b} /> seeds right, of {seeds}
            </th>
          </tr>
          <tr>
            {counts.map((_, right) => (
              <th key={`b${right.toString()}`} scope="col" className="w-14 font-medium text-ink-2">
                {right}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {counts.map((row, rightA) => (
            <tr key={`a${rightA.toString()}`}>
              <th scope="row" className="pr-2 text-right font-medium text-ink-2">
                {rightA} of {seeds}
              </th>
              {row.map((count, rightB) => (
                <td key={`b${rightB.toString()}`}>
                  <Box
                    name={`A ${rightA}, B ${rightB} of ${seeds} seeds right: ${count} questions`}
                    count={count}
                    equal={rightA === rightB}
                    chosen={cell === `${rightA}-${rightB}`}
                    onChoose={() => onCell(`${rightA}-${rightB}`)}
                  />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      <div className="mt-2 grid max-w-md grid-cols-2 gap-1.5">
        <CountCell
          label="all questions"
          count={entries.length}
          of={entries.length}
          chosen={cell === null}
          onChoose={() => onCell(null)}
        />
        {missing > 0 ? (
          <CountCell
            label="a seed without a verdict"
            count={missing}
            of={entries.length}
            chosen={cell === "missing"}
            onChoose={() => onCell("missing")}
            className="hatched"
          />
        ) : null}
      </div>
    </SideScroller>
  );
}

function Box(props: { name: string; count: number; equal: boolean; chosen: boolean; onChoose: () => void }) {
  const { name, count, equal, chosen, onChoose } = props;
  return (
    <button
      type="button"
      aria-label={name}
      aria-pressed={chosen}
      disabled={count === 0}
      onClick={onChoose}
      className={cx(
        "h-9 w-14 rounded border text-sm disabled:text-ink-3",
        chosen
          ? "border-accent bg-accent/8 font-semibold ring-1 ring-accent"
          : cx("border-line hover:bg-hover", equal && "bg-sunken"),
      )}
    >
      {count}
    </button>
  );
}
