"use client";

import { useQuery } from "@tanstack/react-query";
import { AblationTabs } from "@/components/shell/ablation-tabs";
import { PageHeader } from "@/components/shell/page-header";
import { useLiveRefresh } from "@/components/shell/use-live-refresh";
import { Panel } from "@/components/ui/panel";
import { RelativeTime } from "@/components/ui/relative-time";
import { StatusBadge } from "@/components/ui/status-badge";
import { fetchJson } from "@/lib/client/fetch-json";
import { type AblationDetail, ablationDetail } from "@/lib/contracts";
import type { LiveMessage } from "@/lib/contracts/live";
import { routes } from "@/lib/domain/routes";
import { plural } from "@/lib/format/number";
import { AblationActions } from "./ablation-actions";
import { AblationFacts } from "./ablation-facts";
import { ArmsGrid } from "./arms-grid";
import { HostsOfJobs } from "./hosts-of-jobs";
import { JobsTable } from "./jobs-table";
import { SeedsAdded } from "./seeds-added";
import { overallStatus } from "./status-parts";

/** Logs and traces change nothing that this page shows. */
const shown = (message: LiveMessage) => message.type !== "logs" && message.type !== "traces";

/** The page of an ablation: its facts, arms x seeds, and jobs; live. */
export function AblationOverview({ initial }: { initial: AblationDetail }) {
  const { id } = initial.summary;
  const key = ["ablation", id] as const;
  const { data: detail } = useQuery({
    queryKey: key,
    queryFn: ({ signal }) => fetchJson(`/api/v1/ablations/${id}`, ablationDetail, { signal }),
    initialData: initial,
  });
  useLiveRefresh({ ablation: id }, [key], shown);
  const { summary, jobs } = detail;
  const status = overallStatus(summary.jobs);
  return (
    <>
      <PageHeader
        crumbs={[{ label: "Ablations", href: routes.ablations() }]}
        title={summary.name}
        badge={status ? <StatusBadge status={status} /> : null}
        facts={
          <>
            <span>
              {plural(summary.arms.length, "arm")} × {plural(summary.seeds.length, "seed")}
            </span>
            <span>
              launched <RelativeTime at={summary.createdAt} />
            </span>
          </>
        }
        actions={<AblationActions detail={detail} />}
        tabs={<AblationTabs ablationId={id} current="overview" />}
      />
      <div className="flex flex-col gap-4 p-4">
        {summary.description ? (
          <p className="max-w-3xl whitespace-pre-line text-ink-2">{summary.description}</p>
        ) : null}
        <Panel title="Launch">
          <AblationFacts detail={detail} />
        </Panel>
        <Panel title="Arms × seeds" padded={false} aside="each cell is one training">
          <SeedsAdded additions={detail.seedsAdded} />
          <ArmsGrid detail={detail} />
        </Panel>
        <Panel title="Jobs" padded={false} aside={plural(jobs.length, "job")}>
          <HostsOfJobs jobs={jobs} />
          <JobsTable ablationId={id} jobs={jobs} />
        </Panel>
      </div>
    </>
  );
}
