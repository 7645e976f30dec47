"use client";

import { Tabs as Base } from "@base-ui/react/tabs";
import type { ReactNode } from "react";

export interface TabSpec<T extends string> {
  value: T;
  label: ReactNode;
  /** A count beside the label. */
  count?: number;
  panel: ReactNode;
}

interface Props<T extends string> {
  tabs: readonly TabSpec<T>[];
  value: T;
  onValueChange: (value: T) => void;
  label: string;
}

export const TAB =
  "inline-flex h-8 items-center gap-1.5 whitespace-nowrap border-b-2 border-transparent px-0.5 text-ink-2 text-sm hover:text-ink data-[active]:border-accent data-[active]:text-ink aria-[current=page]:border-accent aria-[current=page]:text-ink";

/** Tabs whose choice the caller keeps (usually in the URL). */
export function Tabs<T extends string>({ tabs, value, onValueChange, label }: Props<T>) {
  const choose = (next: unknown) => {
    const tab = tabs.find((t) => t.value === next);
    if (tab) onValueChange(tab.value);
  };
  return (
    <Base.Root value={value} onValueChange={choose}>
      <Base.List aria-label={label} className="flex gap-4 overflow-x-auto border-b">
        {tabs.map((t) => (
          <Base.Tab key={t.value} value={t.value} className={TAB}>
            {t.label}
            {t.count === undefined ? null : <span className="text-2xs text-ink-3">{t.count}</span>}
          </Base.Tab>
        ))}
      </Base.List>
      {tabs.map((t) => (
        <Base.Panel key={t.value} value={t.value} className="pt-3">
          {t.panel}
        </Base.Panel>
      ))}
    </Base.Root>
  );
}
