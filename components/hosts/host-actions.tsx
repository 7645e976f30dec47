"use client";

import { CirclePause, CirclePlay, Hourglass, Trash2 } from "lucide-react";
import { Button } from "@/components/ui/button";
import { ConfirmButton } from "@/components/ui/confirm-button";
import type { HostView } from "@/lib/contracts";
import { hostStateAfter } from "@/lib/domain/host-state";
import { plural } from "@/lib/format/number";
import { useHostOrder } from "./use-host-order";

function removalText(host: HostView): string {
  const waiting =
    host.waiting > 0
      ? ` ${plural(host.waiting, "queued job")} can run nowhere else today: what was launched for it may then run anywhere; what needs results on its disk waits until it returns.`
      : "";
  return `It is listed no more; what it ran stays. An agent that registers under this name brings it back.${waiting}`;
}

/** Pause, resume, drain, remove: those that the host's state allows. */
export function HostActions({ host }: { host: HostView }) {
  const { order, remove } = useHostOrder(host);
  const allows = (what: "pause" | "resume" | "drain") => hostStateAfter(host.state, what) !== null;
  return (
    <>
      {allows("resume") ? (
        <Button size="sm" variant="primary" onClick={() => void order("resume")}>
          <CirclePlay aria-hidden />
          Resume
        </Button>
      ) : null}
      {allows("pause") ? (
        <Button size="sm" onClick={() => void order("pause")}>
          <CirclePause aria-hidden />
          Pause
        </Button>
      ) : null}
      {allows("drain") ? (
        <ConfirmButton
          size="sm"
          title={`Drain ${host.name}?`}
          description={`It takes no new jobs. ${
            host.running.length > 0
              ? `${plural(host.running.length, "job")} that run there go on to their end; then it is drained.`
              : "Nothing runs there, so it is drained at once."
          } Resume gives it jobs again.`}
          action="Drain"
          onConfirm={() => order("drain")}
        >
          <Hourglass aria-hidden />
          Drain
        </ConfirmButton>
      ) : null}
      <ConfirmButton
        size="sm"
        variant="ghost"
        title={`Remove ${host.name}?`}
        description={removalText(host)}
        action="Remove"
        onConfirm={remove}
      >
        <Trash2 aria-hidden />
        Remove
      </ConfirmButton>
    </>
  );
}
