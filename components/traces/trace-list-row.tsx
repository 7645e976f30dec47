import Link from "next/link";
import { Badge, type Tone } from "@/components/ui/badge";
import { cx } from "@/components/ui/cx";
import { Td, Tr } from "@/components/ui/table";
import type { TraceRow } from "@/lib/contracts";
import { routes } from "@/lib/domain/routes";
import { formatCount, plural } from "@/lib/format/number";
import { visibleText } from "./long-text";
import { outcomeInWords, PipStrip } from "./siblings";
import { type TraceListLine, valueOr } from "./trace-list-lines";

export const COLUMN_COUNT = 11;
export const LINE_HEIGHT = 36;

const OUTCOME_TONES: Record<string, Tone> = { right: "ok", wrong: "bad", unknown: "muted" };
const GATE_TONES: Record<string, Tone> = { pass: "ok", fail: "bad", undetermined: "warn", off: "muted" };

/** The head of a prompt group: its prompt and how many of the shown were right. */
export function GroupLine({ line }: { line: Extract<TraceListLine, { kind: "group" }> }) {
  const { first, shown, right, graded } = line;
  return (
    <tr className="bg-sunken" style={{ height: LINE_HEIGHT }}>
      <th scope="rowgroup" colSpan={COLUMN_COUNT} className="border-b px-4 text-left font-normal text-xs">
        <span className="sticky left-4 flex w-fit max-w-[min(80vw,56rem)] items-center gap-3">
          <span className="shrink-0 font-medium">Train step {formatCount(first.trainStep)}</span>
          <bdi className="truncate text-ink-2">{visibleText(first.promptPreview)}</bdi>
          <span className="shrink-0 text-ink-3">
            {graded === 0 ? "outcome unknown" : `${right}/${graded} right`}, {plural(shown, "response")} shown
          </span>
        </span>
      </th>
    </tr>
  );
}

interface TraceLineProps {
  row: TraceRow;
  /** Without groups each row says its prompt. */
  withPrompt: boolean;
  current: boolean;
  onPoint: () => void;
}

/** One trace: where it is from, what came of it, its c_i and its reward. */
export function TraceLine({ row, withPrompt, current, onPoint }: TraceLineProps) {
  const outcome = outcomeInWords(row);
  return (
    <Tr
      style={{ height: LINE_HEIGHT }}
      className={cx(current && "bg-accent/10")}
      aria-current={current ? "true" : undefined}
      onPointerDown={onPoint}
    >
      <Td className={cx("sticky left-0 whitespace-nowrap", current ? "bg-hover" : "bg-surface")}>
        <Link href={routes.trace(row.id)} className="text-accent hover:underline">
          {formatCount(row.trainStep)} · {row.sampleIndex + 1}
        </Link>
      </Td>
      <Td className="max-w-48 truncate text-ink-2 text-xs">
        <bdi>{visibleText(withPrompt ? row.promptPreview : (row.family ?? ""))}</bdi>
      </Td>
      <Td>
        <Badge tone={OUTCOME_TONES[outcome] ?? "warn"} title={row.invalidReason ?? ""}>
          {outcome}
        </Badge>
      </Td>
      <Td className="max-w-32 truncate font-mono text-xs">
        <bdi title={visibleText(row.answer ?? "")}>
          {row.answer === null ? "none" : visibleText(row.answer)}
        </bdi>
      </Td>
      <Td>
        {/* As wide as its pips: pips that wrap would make the row higher than the list counts on. */}
        <div className="w-max">
          <PipStrip row={row} />
        </div>
      </Td>
      <Td numeric>{valueOr(row.reward, "unknown")}</Td>
      <Td numeric>{valueOr(row.process, "–")}</Td>
      <Td>{row.gate === null ? "–" : <Badge tone={GATE_TONES[row.gate] ?? "muted"}>{row.gate}</Badge>}</Td>
      <Td numeric>{valueOr(row.groupAdvantage, "left out")}</Td>
      <Td numeric>{formatCount(row.stepCount)}</Td>
      <Td numeric>{row.responseTokens === null ? "–" : formatCount(row.responseTokens)}</Td>
    </Tr>
  );
}
