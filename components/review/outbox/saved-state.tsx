"use client";

import { Check, CloudOff, LoaderCircle, TriangleAlert } from "lucide-react";
import { Button } from "@/components/ui/button";
import { cx } from "@/components/ui/cx";
import type { SenderState } from "@/lib/client/labels/label-sender";
import { plural } from "@/lib/format/number";
import { useLabelSender, useSenderState } from "./label-outbox";

const LOOKS = {
  saved: { icon: Check, tone: "text-ok" },
  saving: { icon: LoaderCircle, tone: "text-ink-3" },
  waiting: { icon: CloudOff, tone: "text-warn" },
  stopped: { icon: TriangleAlert, tone: "text-bad" },
} as const;

function inWords({ phase, open, lasting }: SenderState): string {
  if (phase === "saved") return "All changes saved";
  const changes = plural(open, "change");
  if (phase === "saving") return `Saving ${changes}…`;
  const kept = lasting ? "kept on this device" : "NOT kept if you leave this page";
  return phase === "waiting" ? `No connection: ${changes} unsaved, ${kept}` : `${changes} unsaved, ${kept}`;
}

/** Whether the server has every change, in words; what it refused, with the reason. */
export function SavedState() {
  const sender = useLabelSender();
  const state = useSenderState();
  const { icon: Icon, tone } = LOOKS[state.phase];
  return (
    <div className="flex flex-wrap items-center gap-2 text-xs">
      <p
        role="status"
        data-phase={state.phase}
        title={state.problem ?? undefined}
        className={cx("flex items-center gap-1.5", tone)}
      >
        <Icon aria-hidden className="size-3.5 shrink-0" />
        {inWords(state)}
      </p>
      {state.phase === "waiting" || state.phase === "stopped" ? (
        <Button size="sm" onClick={() => sender.kick()}>
          Try now
        </Button>
      ) : null}
      {state.phase === "stopped" && state.problem ? <p className="text-bad">{state.problem}</p> : null}
      <Refused state={state} onDismiss={() => sender.dismissRefused()} />
    </div>
  );
}

function Refused({ state: { refused }, onDismiss }: { state: SenderState; onDismiss: () => void }) {
  if (refused.length === 0) return null;
  const reasons = [...new Set(refused.map(({ reason }) => reason))];
  return (
    <div className="rounded-md border border-bad/40 bg-bad/5 p-2">
      <p className="text-bad">{plural(refused.length, "change")} refused and not stored:</p>
      <ul className="list-disc pl-4 text-ink-2">
        {reasons.map((reason) => (
          <li key={reason}>
            <bdi>{reason}</bdi>
          </li>
        ))}
      </ul>
      <Button size="sm" className="mt-1" onClick={onDismiss}>
        Dismiss
      </Button>
    </div>
  );
}
