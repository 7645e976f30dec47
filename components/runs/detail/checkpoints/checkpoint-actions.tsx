"use client";

import { useQueryClient } from "@tanstack/react-query";
import { GitFork, Pin, PinOff, Trash2 } from "lucide-react";
import { useState } from "react";
import { Button, LinkButton } from "@/components/ui/button";
import { ConfirmButton } from "@/components/ui/confirm-button";
import { useNotify } from "@/components/ui/toast";
import { fetchJson } from "@/lib/client/fetch-json";
import { type CheckpointView, checkpointAnswer } from "@/lib/contracts";
import { routes } from "@/lib/domain/routes";
import { formatBytes, formatCount } from "@/lib/format/number";
import { checkpointsKey } from "./checkpoints-key";

interface Props {
  runId: string;
  checkpoint: CheckpointView;
}

function useCheckpointOrder({ runId, checkpoint }: Props) {
  const client = useQueryClient();
  return async (method: "POST" | "DELETE", way = ""): Promise<void> => {
    await fetchJson(`/api/v1/checkpoints/${checkpoint.id}${way}`, checkpointAnswer, { method });
    await client.invalidateQueries({ queryKey: checkpointsKey(runId) });
  };
}

/** Pin, fork and delete; what cannot be done says why. */
export function CheckpointActions(props: Props) {
  const { state, trainStep, id } = props.checkpoint;
  if (state !== "kept") return null;
  return (
    <span className="flex items-center justify-end gap-1">
      <PinButton {...props} />
      <LinkButton
        size="sm"
        variant="ghost"
        href={routes.launch({ fork: id })}
        title={`Launch from train step ${formatCount(trainStep)} with changed settings`}
      >
        <GitFork aria-hidden />
        Fork
      </LinkButton>
      <DeleteButton {...props} />
    </span>
  );
}

function PinButton(props: Props) {
  const { pinned } = props.checkpoint;
  const order = useCheckpointOrder(props);
  const notify = useNotify();
  const [busy, setBusy] = useState(false);
  const toggle = async () => {
    setBusy(true);
    try {
      await order("POST", pinned ? "/unpin" : "/pin");
    } catch (error) {
      const description = error instanceof Error ? error.message : String(error);
      notify({ title: "Not changed", description, failure: true });
    } finally {
      setBusy(false);
    }
  };
  return (
    <Button
      size="sm"
      variant="ghost"
      disabled={busy}
      aria-pressed={pinned}
      onClick={toggle}
      title={pinned ? "Leave it to the rule again" : "Keep it whatever the rule says"}
    >
      {pinned ? <PinOff aria-hidden /> : <Pin aria-hidden />}
      {pinned ? "Unpin" : "Pin"}
    </Button>
  );
}

function DeleteButton(props: Props) {
  const { bytes, final, host, keptBecause, trainStep } = props.checkpoint;
  const order = useCheckpointOrder(props);
  if (keptBecause !== null)
    return (
      <Button size="sm" variant="ghost" disabled title={`It stays: ${keptBecause}`}>
        <Trash2 aria-hidden />
        Delete
      </Button>
    );
  return (
    <ConfirmButton
      size="sm"
      variant="ghost"
      title={`Delete the checkpoint at train step ${formatCount(trainStep)}?`}
      description={
        <>
          {host.name} deletes its {formatBytes(bytes)} as soon as it reports. This cannot be undone
          {final
            ? ": it is the run's result, and nothing can be evaluated or forked from it afterwards."
            : ". Curves, traces and results stay."}
        </>
      }
      action="Delete checkpoint"
      onConfirm={() => order("DELETE")}
    >
      <Trash2 aria-hidden />
      Delete
    </ConfirmButton>
  );
}
