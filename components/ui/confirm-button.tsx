"use client";

import { type ReactNode, useState } from "react";
import { Button, type ButtonSize, type ButtonVariant } from "./button";
import { Dialog } from "./dialog";

interface Props {
  /** The button's own content. */
  children: ReactNode;
  title: string;
  description: ReactNode;
  /** The word on the button that does it, e.g. "Cancel 4 runs". */
  action: string;
  /** Rejecting keeps the dialog open and shows the message. */
  onConfirm: () => Promise<void>;
  variant?: ButtonVariant;
  size?: ButtonSize;
}

/** A button that asks before it acts, and stays open with the reason if the act fails. */
export function ConfirmButton({ children, title, description, action, onConfirm, variant, size }: Props) {
  const [open, setOpen] = useState(false);
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<string | null>(null);
  const act = async () => {
    setBusy(true);
    setFailure(null);
    try {
      await onConfirm();
      setOpen(false);
    } catch (error) {
      setFailure(error instanceof Error ? error.message : String(error));
    } finally {
      setBusy(false);
    }
  };
  return (
    <>
      <Button variant={variant ?? "secondary"} size={size ?? "md"} onClick={() => setOpen(true)}>
        {children}
      </Button>
      <Dialog
        open={open}
        onOpenChange={setOpen}
        title={title}
        description={description}
        footer={
          <>
            <Button onClick={() => setOpen(false)}>Keep</Button>
            <Button variant="danger" disabled={busy} onClick={act}>
              {action}
            </Button>
          </>
        }
      >
        <p role="alert" className="min-h-5 text-bad text-sm">
          {failure}
        </p>
      </Dialog>
    </>
  );
}
