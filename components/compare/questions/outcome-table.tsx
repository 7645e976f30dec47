import { ArmMark } from "@/components/ui/arm-chip";
import { cx } from "@/components/ui/cx";
import { formatShare } from "@/lib/format/number";
import type { CheckpointComparison } from "@/lib/stats/ablation/compare-checkpoints";

export interface Side {
  letter: "A" | "B";
  name: string;
  position: number | null;
}

/** "A" with the arm's mark: the letter is what tells the two apart. */
export function SideChip({ side, full = false }: { side: Side; full?: boolean }) {
  return (
    <span className="inline-flex min-w-0 items-center gap-1">
      <span className="font-semibold">{side.letter}</span>
      <ArmMark position={side.position} />
      {full ? (
        <span className="truncate" title={side.name}>
          {side.name}
        </span>
      ) : null}
    </span>
  );
}

interface CellProps {
  label: string;
  count: number;
  of: number;
  chosen: boolean;
  onChoose: () => void;
  className?: string;
}

/** A count that opens its list. */
export function CountCell({ label, count, of, chosen, onChoose, className }: CellProps) {
  return (
    <button
      type="button"
      aria-pressed={chosen}
      disabled={count === 0}
      onClick={onChoose}
      className={cx(
        "flex w-full flex-col items-start rounded-md border px-3 py-2 text-left disabled:opacity-60",
        chosen ? "border-accent bg-accent/8 ring-1 ring-accent" : "border-line hover:bg-hover",
        className,
      )}
    >
      <span className="text-ink-2 text-xs">{label}</span>
      <span className="font-semibold text-base">
        {count}
        <span className="ml-1.5 font-normal text-ink-3 text-xs">
          {of === 0 ? "–" : formatShare(count / of)}
        </span>
      </span>
    </button>
  );
}

interface Props {
  compared: CheckpointComparison;
  sides: [Side, Side];
  cell: string | null;
  onCell: (cell: string) => void;
}

/** Both right, only A, only B, both wrong; what fits none of these stands below and is not hidden. */
export function OutcomeTable({ compared, sides, cell, onCell }: Props) {
  const { counts, questions } = compared;
  const [a, b] = sides;
  const several = compared.decodes > 1;
  const box = (key: keyof typeof counts, label: string, of = questions) => (
    <CountCell label={label} count={counts[key]} of={of} chosen={cell === key} onChoose={() => onCell(key)} />
  );
  const more = several ? "more often right" : "right";
  return (
    <div className="min-w-0">
      <div className="grid grid-cols-[5.5rem_minmax(0,1fr)_minmax(0,1fr)] gap-1.5 text-xs">
        <span />
        <span className="flex items-end gap-1 px-1 text-ink-3">
          <SideChip side={b} /> right
        </span>
        <span className="flex items-end gap-1 px-1 text-ink-3">
          <SideChip side={b} /> wrong
        </span>
        <span className="flex items-center gap-1 text-ink-3">
          <SideChip side={a} /> right
        </span>
        {box("both-right", several ? "both always right" : "both right")}
        {box("only-a", several ? `A ${more}` : "only A right")}
        <span className="flex items-center gap-1 text-ink-3">
          <SideChip side={a} /> wrong
        </span>
        {box("only-b", several ? `B ${more}` : "only B right")}
        {box("both-wrong", several ? "both always wrong" : "both wrong")}
      </div>
      {counts.tied + counts.missing > 0 ? (
        <div className="mt-1.5 grid grid-cols-2 gap-1.5 pl-[5.875rem]">
          {counts.tied > 0 ? box("tied", "equally often right") : null}
          {counts.missing > 0 ? (
            <CountCell
              label="no verdict on one side"
              count={counts.missing}
              of={questions + counts.missing}
              chosen={cell === "missing"}
              onChoose={() => onCell("missing")}
              className="hatched"
            />
          ) : null}
        </div>
      ) : null}
      <p className="mt-2 text-ink-3 text-xs">
        Shares of the {questions} questions on which both have a verdict.
      </p>
    </div>
  );
}
