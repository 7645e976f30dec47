"use client";

import Link from "next/link";
import type { ReactNode } from "react";
import { armTitle } from "@/components/runs/arm-title";
import { PageHeader } from "@/components/shell/page-header";
import { ArmChip } from "@/components/ui/arm-chip";
import { Elapsed } from "@/components/ui/elapsed";
import { ProgressBar } from "@/components/ui/segmented-bar";
import { StatusBadge } from "@/components/ui/status-badge";
import type { RunDetail } from "@/lib/contracts";
import { routes } from "@/lib/domain/routes";
import { isEnded } from "@/lib/domain/run-status";
import { formatCompact, formatCount } from "@/lib/format/number";
import { formatDuration } from "@/lib/format/time";
import { ForkedFrom, Forks } from "./lineage";
import { NextTry } from "./next-try";
import { runProgress } from "./prepare-progress";
import { RunActions } from "./run-actions";
import { RunTabs } from "./run-tabs";

/** Which run this is, how far it is, what it costs, and what can be done with it. */
export function RunHeader({ detail }: { detail: RunDetail }) {
  const { run, ablation } = detail;
  return (
    <PageHeader
      crumbs={[
        { label: "Ablations", href: routes.ablations() },
        { label: ablation.name, href: routes.ablation(ablation.id) },
        { label: "Runs", href: routes.runs({ ablation: ablation.id }) },
      ]}
      title={run.name}
      badge={<StatusBadge status={run.status} reason={run.statusReason} />}
      facts={<Facts detail={detail} />}
      actions={<RunActions detail={detail} />}
      tabs={
        <>
          {run.statusReason ? <Reason detail={detail} /> : null}
          <NextTry retry={detail.retry} />
          <Forks forks={detail.forks} />
          <RunTabs runId={run.id} checkpoints={detail.checkpoints.length} refused={detail.refusedBatches} />
        </>
      }
    />
  );
}

/** Why it stands where it stands; a trainer's last words may be many lines. */
function Reason({ detail: { run } }: { detail: RunDetail }) {
  const tone =
    run.status === "failed" || run.status === "lost" ? "border-bad text-bad" : "border-line-strong";
  return (
    <p
      className={`mb-2 max-h-24 max-w-4xl overflow-y-auto whitespace-pre-wrap break-words border-l-2 pl-2 text-xs ${tone}`}
    >
      {run.statusReason}
    </p>
  );
}

function Fact({ label, children }: { label: string; children: ReactNode }) {
  return (
    <span className="whitespace-nowrap">
      {label} <span className="text-ink-2">{children}</span>
    </span>
  );
}

function Progress({ detail }: { detail: RunDetail }) {
  const { done, planned, leftMs, atMost } = runProgress(detail);
  const { stage, status, trainStep } = detail.run;
  // Nobody planned how long a command of the user's own runs.
  const isPlanned = stage !== "command";
  return (
    <span className="inline-flex items-center gap-2 whitespace-nowrap">
      {isPlanned ? (
        <span className="w-24">
          <ProgressBar value={done} max={planned} label="Train steps" />
        </span>
      ) : null}
      <span>
        train step{" "}
        <span className="font-medium text-ink">{trainStep === null ? "–" : formatCount(trainStep)}</span>
        {isPlanned ? ` of ${status !== "succeeded" && atMost ? "at most " : ""}${formatCount(planned)}` : ""}
      </span>
      {leftMs === null ? null : (
        <span>
          {atMost ? "at most " : "about "}
          {formatDuration(leftMs)} left
        </span>
      )}
    </span>
  );
}

/** What the engine says of the attempt that runs, while it does: `PENDING (Resources)` is not the same as a hang. */
function Engine({ detail: { run, attempts } }: { detail: RunDetail }) {
  const said = attempts.findLast(({ endedAt, superseded }) => endedAt === null && !superseded)?.engineState;
  if (!said || isEnded(run.status)) return null;
  return (
    <span className="inline-flex min-w-0 max-w-72 items-baseline gap-1" title={said}>
      engine <span className="truncate text-ink-2">{said}</span>
    </span>
  );
}

function Facts({ detail }: { detail: RunDetail }) {
  const { run, parent, cost, phase } = detail;
  const ended = isEnded(run.status) ? (run.endedAt ?? run.updatedAt) : null;
  return (
    <>
      <Progress detail={detail} />
      {phase && ended === null ? <Fact label="now">{phase.message || phase.name}</Fact> : null}
      <Fact label="elapsed">
        <Elapsed start={run.startedAt} end={ended} />
      </Fact>
      {cost ? <Fact label="sampled">{formatCompact(cost.tokens)} tokens</Fact> : null}
      <ArmChip position={run.armPosition} name={armTitle(run)} />
      {run.stage === "command" ? null : <Fact label="seed">{run.seed}</Fact>}
      <Fact label="host">{run.hostName ?? "–"}</Fact>
      <Engine detail={detail} />
      {detail.moreTrainSteps > 0 ? (
        <Fact label="continued for">{formatCount(detail.moreTrainSteps)} train steps</Fact>
      ) : null}
      {detail.forkedFrom ? (
        <Fact label="forked from">
          <ForkedFrom origin={detail.forkedFrom} />
        </Fact>
      ) : null}
      {parent ? (
        <Fact label="from">
          <Link href={routes.run(parent.id)} className="hover:underline">
            {parent.name}
          </Link>
        </Fact>
      ) : null}
    </>
  );
}
