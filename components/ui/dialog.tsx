"use client";

import { Dialog as Base } from "@base-ui/react/dialog";
import { X } from "lucide-react";
import type { ReactNode } from "react";
import { buttonClass } from "./button";
import { cx } from "./cx";

interface Props {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  title: string;
  description?: ReactNode;
  /** "sheet" fills the right edge (a panel to read), "box" floats. */
  shape?: "box" | "sheet";
  className?: string;
  children?: ReactNode;
  /** Buttons, the main one last. */
  footer?: ReactNode;
}

const SHAPES = {
  box: "top-[12vh] left-1/2 w-[28rem] max-w-[calc(100vw-1.5rem)] max-h-[80vh] -translate-x-1/2 rounded-xl",
  sheet: "top-0 right-0 h-dvh w-[36rem] max-w-[100vw] border-y-0 border-r-0",
} as const;

/** A modal dialog: focus stays inside, Escape closes, focus returns to where it was. */
export function Dialog({
  open,
  onOpenChange,
  title,
  description,
  shape = "box",
  className,
  children,
  footer,
}: Props) {
  return (
    <Base.Root open={open} onOpenChange={onOpenChange}>
      <Base.Portal>
        <Base.Backdrop className="fixed inset-0 z-40 bg-black/35" />
        <Base.Popup
          className={cx(
            "fixed z-50 flex flex-col border bg-surface text-ink shadow-pop",
            SHAPES[shape],
            className,
          )}
        >
          <header className="flex items-start gap-3 px-4 pt-4 pb-2">
            <div className="min-w-0 flex-1">
              <Base.Title className="font-semibold text-base">{title}</Base.Title>
              {description ? (
                <Base.Description className="mt-1 text-ink-2 text-sm">{description}</Base.Description>
              ) : null}
            </div>
            <Base.Close className={buttonClass("ghost", "icon")} aria-label="Close">
              <X aria-hidden />
            </Base.Close>
          </header>
          <div className="min-h-0 flex-1 overflow-auto px-4 pb-4">{children}</div>
          {footer ? <footer className="flex justify-end gap-2 border-t px-4 py-3">{footer}</footer> : null}
        </Base.Popup>
      </Base.Portal>
    </Base.Root>
  );
}
