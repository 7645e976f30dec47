"use client";

import { useEffect, useRef } from "react";

interface Props {
  /** Read to people who do not see the row. */
  label: string;
  /** Of these runs, how many are picked: all, some or none. */
  ids: readonly string[];
  picked: ReadonlySet<string>;
  onPick: (ids: readonly string[], on: boolean) => void;
}

/** Picks one run, or all runs of a group or page at once. */
export function PickBox({ label, ids, picked, onPick }: Props) {
  const box = useRef<HTMLInputElement>(null);
  const count = ids.filter((id) => picked.has(id)).length;
  const some = count > 0 && count < ids.length;
  useEffect(() => {
    if (box.current) box.current.indeterminate = some;
  }, [some]);
  return (
    <input
      ref={box}
      type="checkbox"
      aria-label={label}
      className="no-print block size-3.5 accent-(--accent-fill)"
      checked={ids.length > 0 && count === ids.length}
      disabled={ids.length === 0}
      onChange={(event) => onPick(ids, event.target.checked)}
    />
  );
}
