"use client";

import { Popover as Base } from "@base-ui/react/popover";
import type { ReactElement, ReactNode } from "react";
import { cx } from "./cx";

interface Props {
  trigger: ReactElement<Record<string, unknown>>;
  /** Read to people who do not see it. */
  label: string;
  align?: "start" | "center" | "end";
  /** Held open or closed by its owner; by itself if left out. */
  open?: boolean;
  onOpenChange?: (open: boolean) => void;
  className?: string;
  children: ReactNode;
}

/** A small panel at its trigger. */
export function Popover({ trigger, label, align = "start", open, onOpenChange, className, children }: Props) {
  return (
    <Base.Root {...(open === undefined ? {} : { open })} onOpenChange={(next) => onOpenChange?.(next)}>
      <Base.Trigger render={trigger} />
      <Base.Portal>
        <Base.Positioner sideOffset={4} align={align} collisionPadding={8} className="z-40">
          <Base.Popup
            aria-label={label}
            className={cx(
              "max-h-(--available-height) max-w-[calc(100vw-1rem)] overflow-auto rounded-lg border bg-surface p-2 text-sm shadow-pop",
              className,
            )}
          >
            {children}
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  );
}
