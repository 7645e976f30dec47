"use client";

import { useQuery } from "@tanstack/react-query";
import { useLiveRefresh } from "@/components/shell/use-live-refresh";
import { EmptyState } from "@/components/ui/empty-state";
import { Panel } from "@/components/ui/panel";
import { fetchJson } from "@/lib/client/fetch-json";
import { type RunCheckpoints, type RunDetail, runCheckpoints } from "@/lib/contracts";
import { isEnded } from "@/lib/domain/run-status";
import { formatBytes, plural } from "@/lib/format/number";
import { useRun } from "../run-shell";
import { AttemptsTable } from "./attempts-table";
import { checkpointsKey } from "./checkpoints-key";
import { CheckpointsTable } from "./checkpoints-table";
import { RetentionRule } from "./retention-rule";

/** Deletions and copies are told by agents, with no message of their own. */
const LOOK_AGAIN_MS = 5000;

/** What the run wrote to disk, where it lies and what stays of it, and the attempts that wrote it. */
export function CheckpointsView({ initial }: { initial: RunCheckpoints }) {
  const detail = useRun();
  const { id } = detail.run;
  const { data } = useQuery({
    queryKey: checkpointsKey(id),
    queryFn: ({ signal }) => fetchJson(`/api/v1/runs/${id}/checkpoints`, runCheckpoints, { signal }),
    initialData: initial,
    refetchInterval: LOOK_AGAIN_MS,
  });
  useLiveRefresh({ runs: [id] }, [checkpointsKey(id)], ({ type }) => type === "events" || type === "status");
  return (
    <div className="flex flex-col gap-4 p-4">
      <Panel title="Checkpoints" padded={false} aside={plural(data.checkpoints.length, "checkpoint")}>
        {data.checkpoints.length === 0 ? (
          <NoCheckpoint detail={detail} />
        ) : (
          <CheckpointsTable runId={id} all={data.checkpoints} />
        )}
      </Panel>
      <Panel title="On disk" aside={<OnDisk bytes={data.bytes} />}>
        <RetentionRule
          key={JSON.stringify(data.retention)}
          runId={id}
          ablation={detail.ablation}
          rule={data.retention}
        />
      </Panel>
      <Panel title="Attempts" padded={false} aside="of the training and its evaluation">
        <AttemptsTable all={detail.attempts} />
      </Panel>
    </div>
  );
}

function OnDisk({ bytes }: Pick<RunCheckpoints, "bytes">) {
  const hosts = bytes.hosts.map(({ name, bytes: all }) => `all on ${name} ${formatBytes(all)}`);
  return (
    <span className="tabular-nums">
      {[`this run ${formatBytes(bytes.run)}`, `its ablation ${formatBytes(bytes.ablation)}`, ...hosts].join(
        " · ",
      )}
    </span>
  );
}

function NoCheckpoint({ detail: { run } }: { detail: RunDetail }) {
  return (
    <EmptyState title="No checkpoint">
      {isEnded(run.status)
        ? "This run ended before it wrote one; a retry starts from the beginning."
        : "The trainer writes one every so many train steps, and one at the end."}
    </EmptyState>
  );
}
