"use client";

import { Plus } from "lucide-react";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import type { ReviewOrder, TraceSelection } from "@/lib/contracts";
import { NewSetDialog } from "../new-set-dialog";

interface Props {
  selection: TraceSelection;
  count: number;
  label: string;
  order?: ReviewOrder;
  variant?: "primary" | "secondary";
}

/** Opens the dialog that makes a set of a selection. */
export function NewSetButton({ selection, count, label, order, variant = "secondary" }: Props) {
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button variant={variant} onClick={() => setOpen(true)}>
        <Plus aria-hidden />
        {label}
      </Button>
      <NewSetDialog
        open={open}
        onOpenChange={setOpen}
        selection={selection}
        count={count}
        {...(order && { order })}
      />
    </>
  );
}
