"use client";

import Link from "next/link";
import type { ReactNode } from "react";
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
  const { status, trainStep } = detail.run;
  return (
    <span className="inline-flex items-center gap-2 whitespace-nowrap">
      <span className="w-24">
        <ProgressBar value={done} max={planned} label="Train steps" />
      </span>
      <span>
        train step{" "}
        <span className="font-medium text-ink">{trainStep === null ? "–" : formatCount(trainStep)}</span> of{" "}
        {status !== "succeeded" && atMost ? "at most " : ""}
        {formatCount(planned)}
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
      <ArmChip position={run.armPosition} name={run.armName ?? "Warm-up"} />
      <Fact label="seed">{run.seed}</Fact>
      <Fact label="host">{run.hostName ?? "–"}</Fact>
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
