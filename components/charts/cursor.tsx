"use client";

import { createContext, type ReactNode, useContext, useState, useSyncExternalStore } from "react";

export interface Cursor {
  /** On the axis that all charts share. */
  x: number;
  /** Chart under the pointer or with the focus: it shows the card. */
  owner: string;
}

/** Where the reader points, shared by all charts of a page without rendering them again. */
class CursorStore {
  private cursor: Cursor | null = null;
  private readonly listeners = new Set<() => void>();
  readonly get = () => this.cursor;
  readonly subscribe = (listener: () => void) => {
    this.listeners.add(listener);
    return () => void this.listeners.delete(listener);
  };
  readonly set = (next: Cursor | null) => {
    if (next?.x === this.cursor?.x && next?.owner === this.cursor?.owner) return;
    this.cursor = next;
    for (const listener of this.listeners) listener();
  };
}

const Context = createContext(new CursorStore());

/** Charts inside share one cursor. */
export function CursorProvider({ children }: { children: ReactNode }) {
  const [store] = useState(() => new CursorStore());
  return <Context value={store}>{children}</Context>;
}

/** The shared cursor, and how to move it. */
export function useCursor(): [Cursor | null, (next: Cursor | null) => void] {
  const store = useContext(Context);
  return [useSyncExternalStore(store.subscribe, store.get, () => null), store.set];
}
