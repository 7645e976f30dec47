"use client";

import { Link2 } from "lucide-react";
import { useEffect, useState } from "react";
import { Button } from "@/components/ui/button";
import { useNotify } from "@/components/ui/toast";
import { sliceCodePoints } from "@/lib/traces";
import { anchorText } from "@/lib/traces/anchor";
import type { Range as CodePoints } from "./text/pieces";
import { codePointShownAt } from "./text/visible-text";

function textHolding(node: Node): HTMLElement | null {
  const element = node instanceof HTMLElement ? node : node.parentElement;
  return element?.closest<HTMLElement>("[data-from]") ?? null;
}

/** The code point of the response at which an end of a selection stands; null outside of its texts. */
function codePointAt(response: string, node: Node, offset: number): number | null {
  const holder = textHolding(node);
  if (!holder) return null;
  const from = Number(holder.dataset.from);
  const before = document.createRange();
  before.setStart(holder, 0);
  before.setEnd(node, offset);
  const rest = sliceCodePoints(response, from, Number.POSITIVE_INFINITY);
  return from + codePointShownAt(rest, before.toString().length);
}

function selectedRange(response: string): CodePoints | null {
  const selection = document.getSelection();
  if (!selection || selection.isCollapsed || selection.rangeCount === 0) return null;
  const range = selection.getRangeAt(0);
  const start = codePointAt(response, range.startContainer, range.startOffset);
  const end = codePointAt(response, range.endContainer, range.endOffset);
  return start === null || end === null || start >= end ? null : { start, end };
}

/** While words of the response are selected: a way to copy an address that shows them marked. */
export function SelectionLink({ response }: { response: string }) {
  const notify = useNotify();
  const [isSelected, setSelected] = useState(false);
  useEffect(() => {
    const look = () => {
      const selection = document.getSelection();
      const inText = (node: Node | null | undefined) => (node ? textHolding(node) !== null : false);
      setSelected(
        selection !== null &&
          !selection.isCollapsed &&
          inText(selection.anchorNode) &&
          inText(selection.focusNode),
      );
    };
    document.addEventListener("selectionchange", look);
    return () => document.removeEventListener("selectionchange", look);
  }, []);
  if (!isSelected) return null;
  const copy = async () => {
    const range = selectedRange(response);
    if (!range) return;
    const hash = `#${anchorText({ kind: "range", ...range })}`;
    // Set as an address, so that the words are marked here as they will be for others.
    window.location.hash = hash;
    await navigator.clipboard.writeText(window.location.href).then(
      () => notify({ title: "Link to the selection copied" }),
      () => notify({ title: "Copying was refused", description: "The address bar holds the link." }),
    );
  };
  return (
    <div className="no-print fixed right-4 bottom-4 z-30">
      <Button variant="primary" onPointerDown={(event) => event.preventDefault()} onClick={() => void copy()}>
        <Link2 aria-hidden />
        Copy link to selection
      </Button>
    </div>
  );
}
