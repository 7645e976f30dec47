"use client";

import { Rocket } from "lucide-react";
import { Button } from "@/components/ui/button";
import { ErrorState } from "@/components/ui/error-state";
import type { ApiError } from "@/lib/client/fetch-json";
import { plural } from "@/lib/format/number";
import { fieldId } from "./form-context";
import type { Issues } from "./issues";

interface Props {
  issues: Issues;
  busy: boolean;
  failure: ApiError | null;
  onLaunch: () => void;
}

const SHOWN = 8;

/** The launch button, what stands in its way, and what the server said if it refused. */
export function SubmitPanel({ issues, busy, failure, onLaunch }: Props) {
  const list = [...issues];
  return (
    <div className="flex flex-col gap-2">
      <Button variant="primary" className="h-9" disabled={busy || list.length > 0} onClick={onLaunch}>
        <Rocket aria-hidden />
        {busy ? "Launching" : "Launch"}
      </Button>
      <div aria-live="polite">
        {list.length > 0 ? (
          <div className="rounded-lg border border-bad/40 bg-bad/5 p-3 text-xs">
            <p className="font-medium text-bad">{plural(list.length, "field")} to mend</p>
            <ul className="mt-1 flex flex-col gap-0.5">
              {list.slice(0, SHOWN).map(([path, message]) => (
                <li key={path}>
                  <a href={`#${fieldId(path)}`} className="underline-offset-2 hover:underline">
                    <code className="font-mono text-2xs">{path}</code>: {message}
                  </a>
                </li>
              ))}
              {list.length > SHOWN ? <li className="text-ink-3">and {list.length - SHOWN} more</li> : null}
            </ul>
          </div>
        ) : null}
      </div>
      {failure ? (
        <div className="-m-4">
          <ErrorState
            title="Not launched; the form is kept"
            detail={failure.message}
            hint={failure.problem.hint}
            requestId={failure.problem.requestId || undefined}
          />
        </div>
      ) : null}
    </div>
  );
}
