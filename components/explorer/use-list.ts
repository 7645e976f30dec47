"use client";

import { useRouter } from "next/navigation";
import { useRef, useState } from "react";
import { keepTrail } from "@/lib/client/trace-trail";
import type { ExplorerRow } from "@/lib/contracts";
import { routes } from "@/lib/domain/routes";
import { toggled, withStretch } from "./chosen";
import { useListKeys } from "./use-list-keys";
import type { ListWindow } from "./use-window";
import { ROW_HEIGHT } from "./window-of";

type RowAt = (index: number) => ExplorerRow | null;

interface Props {
  total: number;
  rowAt: RowAt;
  seen: ListWindow;
  chosen: ReadonlySet<string>;
  onChosen: (chosen: ReadonlySet<string>) => void;
  peek: string;
  onPeek: (id: string | null) => void;
}

/** Loaded rows around one: what h and l walk on the trace's page. */
const TRAIL = 200;

function trailOf(rowAt: RowAt, index: number): string[] {
  const ids: string[] = [];
  for (let i = Math.max(0, index - TRAIL); i <= index + TRAIL; i++) {
    const row = rowAt(i);
    if (row) ids.push(row.id);
  }
  return ids;
}

/** Opening a trace's page, which then knows the list it was opened from. */
function useOpening(rowAt: RowAt) {
  const router = useRouter();
  const leave = (index: number) => {
    const row = rowAt(index);
    const { pathname, search } = window.location;
    if (row)
      keepTrail({ title: "Explorer", href: `${pathname}${search}`, ids: trailOf(rowAt, index) }, row.id);
  };
  const open = (index: number, traceStep?: number) => {
    const row = rowAt(index);
    if (!row) return;
    leave(index);
    router.push(`${routes.trace(row.id)}${traceStep === undefined ? "" : `#s${traceStep}`}`);
  };
  return { leave, open };
}

/** Choosing rows one by one, or all from the last chosen to this one. */
function useChoosing({ rowAt, chosen, onChosen }: Pick<Props, "rowAt" | "chosen" | "onChosen">) {
  const last = useRef<number | null>(null);
  const choose = (index: number) => {
    const row = rowAt(index);
    if (!row) return;
    last.current = index;
    onChosen(toggled(chosen, row.id));
  };
  const chooseUpTo = (index: number) => {
    const from = last.current ?? index;
    const low = Math.min(from, index);
    const ids = Array.from({ length: Math.abs(from - index) + 1 }, (_, i) => rowAt(low + i)?.id);
    onChosen(
      withStretch(
        chosen,
        ids.filter((id) => id !== undefined),
      ),
    );
  };
  return { choose, chooseUpTo };
}

/** The current row of the list, what is done with it, and the keys for all of that. */
export function useList({ total, rowAt, seen, chosen, onChosen, peek, onPeek }: Props) {
  const { leave, open } = useOpening(rowAt);
  const { choose, chooseUpTo } = useChoosing({ rowAt, chosen, onChosen });
  const [current, setCurrent] = useState<number | null>(null);
  const row = current === null ? null : rowAt(current);
  const point = (index: number) => {
    setCurrent(index);
    const pointed = rowAt(index);
    if (peek && pointed) onPeek(pointed.id);
  };
  const goTo = (index: number) => {
    if (total === 0) return;
    const within = Math.max(0, Math.min(total - 1, index));
    point(within);
    seen.reveal(within);
  };
  const firstInSight = () => Math.ceil((seen.scroller.current?.scrollTop ?? 0) / ROW_HEIGHT);
  const withCurrent = (act: (index: number) => void) => () => {
    if (current !== null) act(current);
  };
  useListKeys({
    move: (by) => goTo(current === null ? firstInSight() : current + by),
    toEnd: (end) => goTo(end === "first" ? 0 : total - 1),
    page: () => Math.max(1, Math.floor((seen.scroller.current?.clientHeight ?? 0) / ROW_HEIGHT) - 2),
    open: withCurrent(open),
    choose: withCurrent(choose),
    chooseUpTo: withCurrent(chooseUpTo),
    peek: () => {
      if (peek) onPeek(null);
      else if (row) onPeek(row.id);
    },
    escape: () => (peek ? onPeek(null) : onChosen(new Set())),
  });
  return { current, leave, point, choose, open };
}
