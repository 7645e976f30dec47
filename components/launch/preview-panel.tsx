"use client";

import { ArmChip } from "@/components/ui/arm-chip";
import { KeyValues } from "@/components/ui/key-values";
import { Panel } from "@/components/ui/panel";
import { Skeleton } from "@/components/ui/skeleton";
import { Table, Td, Th } from "@/components/ui/table";
import type { AblationSpec, LaunchPreview } from "@/lib/contracts";
import { JOB_TITLES } from "@/lib/domain/run-kinds";
import { formatCompact, plural } from "@/lib/format/number";
import { formatDuration } from "@/lib/format/time";
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

function Stages({ preview, arms }: { preview: LaunchPreview; arms: readonly NamedArm[] }) {
  const position = (key: string) => arms.findIndex((a) => a.key === key);
  return (
    <Table aria-label="Expected cost by stage" className="text-xs">
      <thead>
        <tr>
          <Th>Stage × jobs</Th>
          <Th numeric className="px-1.5">
            Tokens
          </Th>
          <Th numeric className="px-1.5" title="one job after the other">
            Time
          </Th>
        </tr>
      </thead>
      <tbody>
        {preview.stages.map((stage) => {
          const at = stage.arm === null ? -1 : position(stage.arm);
          return (
            <tr key={`${stage.kind}/${stage.arm ?? ""}`}>
              <Td className="h-7 w-full max-w-0">
                <span className="flex min-w-0 items-center gap-1.5">
                  <span className="text-ink-2">{JOB_TITLES[stage.kind]}</span>
                  {stage.arm === null ? null : (
                    <ArmChip
                      position={at < 0 ? null : at}
                      name={arms[at]?.name ?? stage.arm}
                      className="min-w-0"
                    />
                  )}
                  <span className="whitespace-nowrap text-ink-3">× {stage.jobs}</span>
                </span>
              </Td>
              <Td numeric className="h-7 px-1.5">
                {formatCompact(stage.tokens.responses + stage.tokens.continuations)}
              </Td>
              <Td numeric className="h-7 px-1.5">
                {formatDuration(stage.seconds * SECOND_MS)}
              </Td>
            </tr>
          );
        })}
      </tbody>
    </Table>
  );
}

function Hosts({ hosts }: Pick<LaunchPreview, "hosts">) {
  return (
    <Table aria-label="Expected work by host" className="text-xs">
      <thead>
        <tr>
          <Th>Host × jobs</Th>
          <Th numeric className="px-1.5" title="jobs at the same time">
            Places
          </Th>
          <Th numeric className="px-1.5" title="one job after the other">
            Time
          </Th>
        </tr>
      </thead>
      <tbody>
        {hosts.map(({ hostId, name, launcher, jobs, capacity, seconds }) => (
          <tr key={hostId ?? "none"}>
            <Td className="h-7 w-full max-w-0">
              <span className="flex min-w-0 items-center gap-1.5">
                <span className="truncate" title={name}>
                  {name}
                </span>
                <span className="text-ink-3">{launcher}</span>
                <span className="whitespace-nowrap text-ink-3">× {jobs}</span>
              </span>
            </Td>
            <Td numeric className="h-7 px-1.5">
              {capacity}
            </Td>
            <Td numeric className="h-7 px-1.5">
              {formatDuration(seconds * SECOND_MS)}
            </Td>
          </tr>
        ))}
      </tbody>
    </Table>
  );
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
