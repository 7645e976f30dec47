"use client";

import { useState } from "react";
import { Button } from "@/components/ui/button";
import { cx } from "@/components/ui/cx";
import { fetchJson } from "@/lib/client/fetch-json";
import { type RunLogLine, runLog } from "@/lib/contracts";
import { formatCount } from "@/lib/format/number";
import { exactTime } from "@/lib/format/time";
import { highlighted, visibleText } from "./log-text";

const LEVEL_LOOKS: Record<RunLogLine["level"], { letter: string; ink: string }> = {
  debug: { letter: "D", ink: "text-ink-3" },
  info: { letter: "I", ink: "text-ink-3" },
  warn: { letter: "W", ink: "text-warn" },
  error: { letter: "E", ink: "text-bad" },
};

/** Characters of a line that are shown before someone asks for more. */
const SHOWN = 1000;

/** Parts with a key that says where in the line each begins. */
function placedParts(text: string, searched: string) {
  let at = 0;
  return highlighted(text, searched).map((part) => {
    const key = at;
    at += part.text.length;
    return { ...part, key };
  });
}

/** The text of a line; a long one is cut until asked for. */
function LineText({ runId, line, searched }: { runId: string; line: RunLogLine; searched: string }) {
  const [whole, setWhole] = useState<string | null>(null);
  const [failed, setFailed] = useState(false);
  const cut = line.length > SHOWN && whole === null;
  const text = visibleText(whole ?? line.text.slice(0, SHOWN));
  const showAll = async () => {
    if (line.text.length >= line.length) return setWhole(line.text);
    try {
      const path = `/api/v1/runs/${runId}/log?after=${line.id - 1}&limit=1&whole=true`;
      const found = (await fetchJson(path, runLog)).lines[0];
      if (found?.id === line.id) setWhole(found.text);
    } catch {
      setFailed(true);
    }
  };
  return (
    <span className="min-w-0 flex-1 whitespace-pre-wrap break-all">
      {placedParts(text, searched).map(({ key, text: part, hit }) =>
        hit ? (
          <mark key={key} className="bg-warn/35 text-inherit">
            {part}
          </mark>
        ) : (
          <span key={key}>{part}</span>
        ),
      )}
      {cut ? (
        <Button variant="ghost" size="sm" className="ml-1 font-sans" onClick={() => void showAll()}>
          {failed ? "The rest could not be read; try again" : `… all ${formatCount(line.length)} characters`}
        </Button>
      ) : null}
    </span>
  );
}

/** One line of the log: when, how grave, whose, and what, always as text. */
export function LogRow({
  runId,
  line,
  searched,
  attempts,
}: {
  runId: string;
  line: RunLogLine;
  searched: string;
  /** Whether to say which attempt and job it comes from. */
  attempts: boolean;
}) {
  const look = LEVEL_LOOKS[line.level];
  return (
    <div
      className={cx(
        "flex gap-2 px-4 py-px font-mono text-xs hover:bg-hover",
        line.level === "error" && "bg-bad/5",
        line.level === "warn" && "bg-warn/5",
      )}
    >
      <time dateTime={line.at} title={exactTime(line.at)} className="shrink-0 text-ink-3">
        {line.at.slice(11, 19)}
      </time>
      <span className={cx("shrink-0 font-semibold", look.ink)} title={line.level}>
        {look.letter}
      </span>
      <span className="w-14 shrink-0 truncate text-ink-3 max-sm:hidden">{line.source}</span>
      {attempts ? (
        <span className="shrink-0 text-ink-3">
          {line.jobKind === "evaluate" ? "eval" : line.jobKind} {line.attemptNumber}
        </span>
      ) : null}
      <LineText runId={runId} line={line} searched={searched} />
    </div>
  );
}
