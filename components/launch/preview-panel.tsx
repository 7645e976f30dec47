"use client";

import { ArmChip } from "@/components/ui/arm-chip";
import { KeyValues } from "@/components/ui/key-values";
import { Panel } from "@/components/ui/panel";
import { Skeleton } from "@/components/ui/skeleton";
import type { AblationSpec, LaunchPreview } from "@/lib/contracts";
import { JOB_TITLES } from "@/lib/domain/run-kinds";
import { formatCompact, plural } from "@/lib/format/number";
import { formatDuration } from "@/lib/format/time";
import { PreviewTable } from "./preview-table";
import type { usePreview } from "./use-preview";

const SECOND_MS = 1000;

type NamedArm = Pick<AblationSpec["arms"][number], "key" | "name">;

/** What a plan creates, how long it takes on the places there are, and its tokens. */
export function PreviewTotals({ preview }: { preview: LaunchPreview }) {
  const { totals, runs } = preview;
  const places = { host: "of the host", hosts: "of all hosts", assumed: "assumed" }[totals.capacitySource];
  return (
    <KeyValues
      columns
      items={[
        { key: "runs", label: "Runs", value: runs.length },
        { key: "jobs", label: "Jobs", value: totals.jobs },
        {
          key: "time",
          label: "Expected time",
          value: (
            <>
              {formatDuration(totals.wallSeconds * SECOND_MS)}
              <span className="text-ink-3">
                {" "}
                on {plural(totals.capacity, "place")} ({places})
              </span>
            </>
          ),
        },
        {
          key: "tokens",
          label: "Tokens",
          value: (
            <>
              {formatCompact(totals.tokens.responses + totals.tokens.continuations)}
              <span className="text-ink-3">
                , {formatCompact(totals.tokens.continuations)} of them continuations
              </span>
            </>
          ),
        },
      ]}
    />
  );
}

const TIME = { name: "Time", meaning: "one job after the other" };

function Stages({ preview, arms }: { preview: LaunchPreview; arms: readonly NamedArm[] }) {
  const rows = preview.stages.map(({ kind, arm, jobs, tokens, seconds }) => ({
    key: `${kind}/${arm ?? ""}`,
    name: (
      <>
        <span className="text-ink-2">{JOB_TITLES[kind]}</span>
        {arm === null ? null : <ArmOf arm={arm} arms={arms} />}
        <span className="whitespace-nowrap text-ink-3">× {jobs}</span>
      </>
    ),
    figures: [
      formatCompact(tokens.responses + tokens.continuations),
      formatDuration(seconds * SECOND_MS),
    ] as const,
  }));
  const figures = [{ name: "Tokens" }, TIME] as const;
  return <PreviewTable label="Expected cost by stage" name="Stage × jobs" figures={figures} rows={rows} />;
}

function ArmOf({ arm, arms }: { arm: string; arms: readonly NamedArm[] }) {
  const at = arms.findIndex(({ key }) => key === arm);
  return <ArmChip position={at < 0 ? null : at} name={arms[at]?.name ?? arm} className="min-w-0" />;
}

function Hosts({ hosts }: Pick<LaunchPreview, "hosts">) {
  const rows = hosts.map(({ hostId, name, launcher, jobs, capacity, seconds }) => ({
    key: hostId ?? "none",
    name: (
      <>
        <span className="truncate" title={name}>
          {name}
        </span>
        <span className="text-ink-3">{launcher}</span>
        <span className="whitespace-nowrap text-ink-3">× {jobs}</span>
      </>
    ),
    figures: [String(capacity), formatDuration(seconds * SECOND_MS)] as const,
  }));
  const figures = [{ name: "Places", meaning: "jobs at the same time" }, TIME] as const;
  return <PreviewTable label="Expected work by host" name="Host × jobs" figures={figures} rows={rows} />;
}

function Rates({ preview }: { preview: LaunchPreview }) {
  return (
    <ul className="flex flex-col gap-0.5 px-4 py-2 text-2xs text-ink-3">
      {preview.rates.map((rate) => (
        <li key={rate.kind}>
          {JOB_TITLES[rate.kind]}: {formatCompact(rate.tokensPerSecond)} tokens/s,{" "}
          {rate.source === "measured" ? `measured on ${plural(rate.jobs, "earlier job")}` : "assumed"}
        </li>
      ))}
      {preview.notes.map((note) => (
        <li key={note}>{note}</li>
      ))}
    </ul>
  );
}

interface Props {
  preview: ReturnType<typeof usePreview>;
  /** The form is valid as it stands: false keeps the estimate of the last valid one, and says so. */
  isCurrent: boolean;
  arms: readonly NamedArm[];
}

/** What a launch creates and is expected to cost. */
export function PreviewPanel({ preview: { data, error, isFetching }, isCurrent, arms }: Props) {
  const aside = isCurrent ? (isFetching ? "updating" : "estimate") : "of the last valid form";
  return (
    <Panel title="What this creates" padded={false} aside={aside}>
      {error ? <p className="px-4 py-3 text-bad text-xs">No estimate: {error.message}</p> : null}
      {data ? (
        <>
          <div className="px-4 py-3">
            <PreviewTotals preview={data} />
          </div>
          <Stages preview={data} arms={arms} />
          {data.hosts.length > 1 ? <Hosts hosts={data.hosts} /> : null}
          <Rates preview={data} />
        </>
      ) : error ? null : (
        <div className="flex flex-col gap-2 p-4" role="status" aria-label="Estimating">
          <Skeleton className="h-9 w-full" />
          <Skeleton className="h-52 w-full" />
        </div>
      )}
    </Panel>
  );
}
