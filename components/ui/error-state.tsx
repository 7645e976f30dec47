"use client";

import { CircleAlert } from "lucide-react";
import type { ReactNode } from "react";
import { Button } from "./button";

interface Props {
  title: string;
  /** What went wrong, in a sentence. */
  detail: ReactNode;
  /** What to do about it. */
  hint?: ReactNode;
  onRetry?: () => void;
  requestId?: string | undefined;
}

/** Something failed: what, why, and what to do. */
export function ErrorState({ title, detail, hint, onRetry, requestId }: Props) {
  return (
    <div role="alert" className="m-4 flex max-w-xl gap-3 rounded-lg border border-bad/40 bg-bad/5 p-4">
      <CircleAlert aria-hidden className="mt-0.5 size-4 shrink-0 text-bad" />
      <div className="flex min-w-0 flex-col items-start gap-1.5 text-sm">
        <h2 className="font-semibold">{title}</h2>
        <div className="break-words text-ink-2">{detail}</div>
        {hint ? <div className="text-ink-2">{hint}</div> : null}
        {requestId ? <code className="text-2xs text-ink-3">request {requestId}</code> : null}
        {onRetry ? (
          <Button size="sm" onClick={onRetry}>
            Try again
          </Button>
        ) : null}
      </div>
    </div>
  );
}
