"use client";

import { Columns2, Link2, ListFilter, X } from "lucide-react";
import { Button, LinkButton } from "@/components/ui/button";
import { useNotify } from "@/components/ui/toast";
import { routes } from "@/lib/domain/routes";
import { plural } from "@/lib/format/number";
import { MOST_CHOSEN, MOST_SIDE_BY_SIDE } from "./chosen";
import { SelectionActions } from "./selection-dialogs";
import { explorerHref } from "./selection-state";

interface Props {
  chosen: ReadonlySet<string>;
  /** The project that they are of. */
  project: string | null;
  onClear: () => void;
  onOnly: (ids: readonly string[]) => void;
}

/** What can be done with the chosen traces. */
export function ChosenBar({ chosen, project, onClear, onOnly }: Props) {
  const notify = useNotify();
  const [ids, count] = [[...chosen], chosen.size];
  if (count === 0) return null;
  const copy = async () => {
    const link = new URL(
      explorerHref({ ...(project ? { project } : {}), traces: ids }),
      window.location.origin,
    ).href;
    try {
      await navigator.clipboard.writeText(link);
      notify({ title: `Link to ${plural(count, "trace")} copied` });
    } catch {
      notify({ title: "The link could not be copied", description: link, failure: true });
    }
  };
  return (
    <div
      role="toolbar"
      aria-label="Chosen traces"
      className="no-print flex flex-wrap items-center gap-2 border-b bg-accent/8 px-4 py-1.5 text-xs"
    >
      <span className="font-medium" aria-live="polite">
        {plural(count, "trace")} chosen
        {count >= MOST_CHOSEN ? ": no more fit, filter instead" : ""}
      </span>
      {count >= 2 && count <= MOST_SIDE_BY_SIDE ? (
        <LinkButton size="sm" href={routes.sideBySide(ids)}>
          <Columns2 aria-hidden />
          Side by side
        </LinkButton>
      ) : null}
      <Button size="sm" onClick={() => onOnly(ids)}>
        <ListFilter aria-hidden />
        Show only these
      </Button>
      <SelectionActions selection={{ ...(project ? { project } : {}), traces: ids }} count={count} />
      <Button size="sm" onClick={() => void copy()}>
        <Link2 aria-hidden />
        Copy link
      </Button>
      <Button variant="ghost" size="sm" onClick={onClear}>
        <X aria-hidden />
        Clear
      </Button>
    </div>
  );
}
