"use client";

import { Dialog } from "@base-ui/react/dialog";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { Command } from "cmdk";
import { FlaskConical, type LucideIcon, Plus, Rows3 } from "lucide-react";
import { useRouter } from "next/navigation";
import { useDeferredValue, useState } from "react";
import { fetchJson } from "@/lib/client/fetch-json";
import { ablationsPage, runsPage } from "@/lib/contracts/workspace";
import { routes } from "@/lib/domain/routes";
import { NAV_ITEMS } from "./nav-items";

interface Entry {
  value: string;
  label: string;
  note?: string;
  href: string;
  icon: LucideIcon;
}

const PAGES: Entry[] = [
  { value: "launch new ablation", label: "Launch an ablation", href: routes.launch(), icon: Plus },
  ...NAV_ITEMS.map((item) => ({
    value: `page ${item.label}`,
    label: item.label,
    href: item.href,
    icon: item.icon,
  })),
];

/** The newest ablations and runs that the server finds for what is typed: any of them, however many there are. */
function useThings(open: boolean, search: string): { ablations: Entry[]; runs: Entry[] } {
  const ablations = useQuery({
    queryKey: ["palette", "ablations", search],
    placeholderData: keepPreviousData,
    queryFn: ({ signal }) =>
      fetchJson(`/api/v1/ablations?${new URLSearchParams({ q: search, limit: "20" })}`, ablationsPage, {
        signal,
      }),
    enabled: open,
  });
  const runs = useQuery({
    queryKey: ["palette", "runs", search],
    placeholderData: keepPreviousData,
    queryFn: ({ signal }) =>
      fetchJson(`/api/v1/runs?${new URLSearchParams({ q: search, limit: "50" })}`, runsPage, { signal }),
    enabled: open,
  });
  return {
    ablations: (ablations.data?.ablations ?? []).map((a) => ({
      value: `ablation ${a.name} ${a.id}`,
      label: a.name,
      href: routes.ablation(a.id),
      icon: FlaskConical,
    })),
    runs: (runs.data?.runs ?? []).map((r) => ({
      value: `run ${r.name} ${r.ablationName} ${r.id}`,
      label: r.name,
      note: r.ablationName,
      href: routes.run(r.id),
      icon: Rows3,
    })),
  };
}

/** Type to reach any page, ablation or run. */
export function PaletteDialog({
  open,
  onOpenChange,
}: {
  open: boolean;
  onOpenChange: (open: boolean) => void;
}) {
  const router = useRouter();
  const [text, setText] = useState("");
  const things = useThings(open, useDeferredValue(text.trim()));
  const go = (href: string) => {
    onOpenChange(false);
    setText("");
    router.push(href);
  };
  return (
    <Dialog.Root open={open} onOpenChange={onOpenChange}>
      <Dialog.Portal>
        <Dialog.Backdrop className="fixed inset-0 z-40 bg-black/35" />
        <Dialog.Popup className="fixed top-[14vh] left-1/2 z-50 w-[34rem] max-w-[calc(100vw-1.5rem)] -translate-x-1/2 overflow-hidden rounded-xl border bg-surface shadow-pop">
          <Dialog.Title className="sr-only">Go to</Dialog.Title>
          <Command label="Go to" loop>
            <Command.Input
              value={text}
              onValueChange={setText}
              placeholder="Page, ablation, run…"
              className="h-11 w-full border-b bg-transparent px-4 text-base outline-none"
            />
            <Command.List className="max-h-[50vh] overflow-y-auto p-1.5">
              <Command.Empty className="px-3 py-6 text-center text-ink-3 text-sm">
                Nothing of that name.
              </Command.Empty>
              <EntryGroup heading="Pages" entries={PAGES} onChoose={go} />
              <EntryGroup heading="Ablations" entries={things.ablations} onChoose={go} />
              <EntryGroup heading="Runs" entries={things.runs} onChoose={go} />
            </Command.List>
          </Command>
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  );
}

function EntryGroup({
  heading,
  entries,
  onChoose,
}: {
  heading: string;
  entries: Entry[];
  onChoose: (href: string) => void;
}) {
  if (entries.length === 0) return null;
  return (
    <Command.Group
      heading={heading}
      className="[&_[cmdk-group-heading]]:px-2.5 [&_[cmdk-group-heading]]:py-1.5 [&_[cmdk-group-heading]]:text-2xs [&_[cmdk-group-heading]]:text-ink-3"
    >
      {entries.map(({ value, label, note, href, icon: Icon }) => (
        <Command.Item
          key={value}
          value={value}
          onSelect={() => onChoose(href)}
          className="flex h-8 cursor-pointer items-center gap-2.5 rounded-md px-2.5 text-sm data-[selected=true]:bg-ink/8"
        >
          <Icon aria-hidden className="size-3.5 text-ink-3" />
          <span className="truncate">{label}</span>
          {note ? <span className="ml-auto truncate text-ink-3 text-xs">{note}</span> : null}
        </Command.Item>
      ))}
    </Command.Group>
  );
}
