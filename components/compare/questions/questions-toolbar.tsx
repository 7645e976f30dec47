import { Segmented } from "@/components/ui/segmented";
import { Select } from "@/components/ui/select";
import { Toolbar } from "@/components/ui/toolbar";
import type { QuestionRow, QuestionTable } from "@/lib/contracts/question-results";
import type { AblationResults } from "@/lib/contracts/results";
import { resultNames } from "@/lib/domain/result-names";
import { checkpointId } from "./prepare-questions";
import type { QuestionsState } from "./url-state";

interface Props {
  results: AblationResults;
  tables: readonly QuestionTable[];
  table: QuestionTable;
  chosen: { a: QuestionRow; b: QuestionRow };
  by: QuestionsState["by"];
  onChange: (change: Partial<QuestionsState>) => void;
}

/** Which benchmark, and which two checkpoints or arms. */
export function QuestionsToolbar({ results, tables, table, chosen, by, onChange }: Props) {
  const names = resultNames(results);
  const position = new Map(results.arms.map((arm) => [arm.key, arm.position]));
  const rows = [...table.rows].sort(
    (x, y) => (position.get(x.arm) ?? 0) - (position.get(y.arm) ?? 0) || x.seed - y.seed,
  );
  const options = rows.map((row) => ({
    value: checkpointId(row),
    label: `${names.arm(row.arm)}, seed ${row.seed}`,
  }));
  const picker = (side: "a" | "b", label: string) => (
    <span className="flex min-w-0 items-center gap-1.5 font-semibold text-xs">
      {label}
      <Select
        aria-label={`Checkpoint ${label}`}
        value={checkpointId(chosen[side])}
        options={options}
        onValueChange={(id) => onChange({ [side]: id, cell: "", seed: "" })}
        className="max-w-64"
      />
    </span>
  );
  return (
    <Toolbar label="What is compared" className="-mx-4">
      <Select
        aria-label="Benchmark"
        value={table.benchmark}
        options={tables.map((t) => ({ value: t.benchmark, label: names.benchmark(t.benchmark) }))}
        onValueChange={(benchmark) => onChange({ benchmark, cell: "", question: "" })}
        className="max-w-64"
      />
      {picker("a", "A")}
      {picker("b", "B")}
      <Segmented
        label="Compare"
        value={by}
        options={[
          { value: "pair", label: "These two checkpoints" },
          { value: "seeds", label: "Their arms over all shared seeds" },
        ]}
        onValueChange={(next) => onChange({ by: next, cell: "", question: "" })}
      />
    </Toolbar>
  );
}
