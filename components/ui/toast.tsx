"use client";

import { Toast } from "@base-ui/react/toast";
import { X } from "lucide-react";
import type { ReactNode } from "react";
import { buttonClass } from "./button";

interface Notice {
  title: string;
  description?: string;
  /** Makes the act undone; offered while the notice is up. */
  undo?: () => void;
  /** Failures stay up longer and are read at once. */
  failure?: boolean;
}

/** Shows short notices at the corner; use `const notify = useNotify()`. */
export function ToastProvider({ children }: { children: ReactNode }) {
  return (
    <Toast.Provider limit={4}>
      {children}
      <Toast.Portal>
        <Toast.Viewport className="no-print fixed right-3 bottom-3 z-50 flex w-80 max-w-[calc(100vw-1.5rem)] flex-col gap-2">
          <ToastList />
        </Toast.Viewport>
      </Toast.Portal>
    </Toast.Provider>
  );
}

function ToastList() {
  const { toasts } = Toast.useToastManager();
  return toasts.map((toast) => (
    <Toast.Root
      key={toast.id}
      toast={toast}
      className="rounded-lg border border-line-strong bg-surface text-ink shadow-pop data-limited:hidden"
    >
      <Toast.Content className="flex items-start gap-2 p-3">
        <div className="min-w-0 flex-1">
          <Toast.Title className="font-medium text-sm" />
          <Toast.Description className="mt-0.5 break-words text-ink-2 text-xs" />
        </div>
        <Toast.Action className={buttonClass("secondary", "sm")} />
        <Toast.Close className={buttonClass("ghost", "icon")} aria-label="Dismiss">
          <X aria-hidden />
        </Toast.Close>
      </Toast.Content>
    </Toast.Root>
  ));
}

/** Returns a function that shows a notice, with an Undo button where `undo` is given. */
export function useNotify(): (notice: Notice) => void {
  const { add, close } = Toast.useToastManager();
  return ({ title, description, undo, failure }) => {
    const id = add({
      title,
      ...(description ? { description } : {}),
      timeout: failure ? 12_000 : undo ? 8_000 : 4_000,
      priority: failure ? "high" : "low",
      ...(undo
        ? {
            actionProps: {
              children: "Undo",
              onClick: () => {
                undo();
                close(id);
              },
            },
          }
        : {}),
    });
  };
}
