import { Ban, Check, CircleHelp, X } from "lucide-react";
import type { ReactNode } from "react";
import { cx } from "@/components/ui/cx";
import type { ExplorerRow, ExplorerSort } from "@/lib/contracts";
import { countOr, dropText, numberOr, outcomeWord, twoDecimals } from "./row-text";

/** A column of numbers or words. Those that tell least give way first where the list is narrow. */
export interface Column {
  key: string;
  title: string;
  unit?: string;
  /** More than the title says. */
  hint?: string;
  sort?: ExplorerSort;
  /** What the first click on the head asks for. */
  first?: "asc" | "desc";
  numeric?: boolean;
  width: string;
  /** From which width of the list on it is there; "" for always. */
  shown: string;
  cell: (row: ExplorerRow) => ReactNode;
}

const LOOKS = {
  right: { icon: Check, ink: "text-ok" },
  wrong: { icon: X, ink: "text-bad" },
  invalid: { icon: Ban, ink: "text-warn" },
  unknown: { icon: CircleHelp, ink: "text-ink-3" },
} as const;

/** Icon and word: the colour only helps to find it. */
function Outcome({ row }: { row: ExplorerRow }) {
  const word = outcomeWord(row);
  const { icon: Icon, ink } = LOOKS[word];
  return (
    <span className={cx("inline-flex items-center gap-1 text-xs", ink)} title={word}>
      <Icon aria-hidden className="size-3.5 shrink-0" />
      <span className="@max-lg:sr-only">{word}</span>
    </span>
  );
}

const FINISH_WORDS = { stop: "stopped", length: "cut", error: "error" } as const;

export const OUTCOME_COLUMN: Column = {
  key: "outcome",
  title: "Outcome",
  sort: "outcome",
  first: "asc",
  width: "w-22 @max-lg:w-9",
  shown: "",
  cell: (row) => <Outcome row={row} />,
};

/** The columns between the prompt and the heatmap, in their order. */
export const NUMBER_COLUMNS: readonly Column[] = [
  {
    key: "meanC",
    title: "Mean c",
    hint: "Mean solvability over the scored trace steps",
    sort: "meanC",
    first: "asc",
    numeric: true,
    width: "w-16 @max-lg:w-14",
    shown: "",
    cell: (row) => twoDecimals(row.meanC),
  },
  {
    key: "drop",
    title: "Largest drop",
    hint: "How far c falls at most from one scored trace step to the next, and at which",
    sort: "drop",
    first: "desc",
    numeric: true,
    width: "w-24",
    shown: "hidden @2xl:table-cell",
    cell: dropText,
  },
  {
    key: "disagreement",
    title: "Disagree",
    hint: "How much the scorers of the trace differ, 0 to 1; blank below two scorers",
    sort: "disagreement",
    first: "desc",
    numeric: true,
    width: "w-20",
    shown: "hidden @5xl:table-cell",
    cell: (row) => (row.disagreement === null ? "" : row.disagreement.toFixed(2)),
  },
  {
    key: "reward",
    title: "R",
    hint: "Reward",
    sort: "reward",
    first: "desc",
    numeric: true,
    width: "w-16",
    shown: "hidden @4xl:table-cell",
    cell: (row) => numberOr(row.reward),
  },
  {
    key: "advantage",
    title: "Adv.",
    hint: "Group advantage, as trained with",
    sort: "advantage",
    first: "desc",
    numeric: true,
    width: "w-16",
    shown: "hidden @min-[76rem]:table-cell",
    cell: (row) => numberOr(row.groupAdvantage),
  },
  {
    key: "tokens",
    title: "Tokens",
    hint: "Length of the response in tokens",
    sort: "tokens",
    first: "desc",
    numeric: true,
    width: "w-18",
    shown: "hidden @6xl:table-cell",
    cell: (row) => countOr(row.responseTokens),
  },
  {
    key: "steps",
    title: "K",
    hint: "Trace steps",
    sort: "steps",
    first: "desc",
    numeric: true,
    width: "w-12",
    shown: "hidden @5xl:table-cell",
    cell: (row) => countOr(row.stepCount),
  },
  {
    key: "finish",
    title: "Finish",
    width: "w-18",
    shown: "hidden @7xl:table-cell",
    cell: (row) => (row.finishReason === null ? "–" : FINISH_WORDS[row.finishReason]),
  },
  {
    key: "raters",
    title: "Raters",
    hint: "People who labelled it",
    numeric: true,
    width: "w-18",
    shown: "hidden @min-[84rem]:table-cell",
    cell: (row) => (row.raters === 0 ? "" : row.raters),
  },
];
