"use client";

import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect } from "react";
import { PageHeader } from "@/components/shell/page-header";
import { visibleText } from "@/components/traces/text/visible-text";
import { Button, LinkButton } from "@/components/ui/button";
import { KeyValues } from "@/components/ui/key-values";
import { Panel } from "@/components/ui/panel";
import { RelativeTime } from "@/components/ui/relative-time";
import { useNotify } from "@/components/ui/toast";
import { ApiError, fetchJson } from "@/lib/client/fetch-json";
import { type HealthReport, type ImportView, importView } from "@/lib/contracts";
import { apiRoutes, routes } from "@/lib/domain/routes";
import { formatCount } from "@/lib/format/number";
import { healthSentences } from "@/lib/importers/health-sentences";
import { ReadingProgress } from "./import-progress";
import { ImportStatusBadge } from "./import-status";
import { pauseOf } from "./pause-of";
import { ProblemsPanel } from "./problems-panel";

const isAtWork = ({ status, interrupted }: ImportView) => status === "running" && !interrupted;

/** One import: how far it is, then what its source held and what became of it. */
export function ImportDetail({ first, formatTitle }: { first: ImportView; formatTitle: string }) {
  const cache = useQueryClient();
  const { data } = useQuery({
    queryKey: ["import", first.id],
    queryFn: () => fetchJson(apiRoutes.import(first.id), importView),
    initialData: first,
    refetchInterval: ({ state }) => pauseOf(state.data ? [state.data] : []),
  });
  const atWork = isAtWork(data);
  useEffect(() => {
    if (!atWork) void cache.invalidateQueries({ queryKey: ["import-problems", first.id] });
  }, [atWork, cache, first.id]);
  return (
    <>
      <PageHeader
        crumbs={[{ label: "Imports", href: routes.imports() }]}
        title={<bdi>{visibleText(data.source)}</bdi>}
        badge={<ImportStatusBadge of={data} />}
        facts={`${formatTitle} into ${visibleText(`${data.project.name} / ${data.ablation.name}`)}`}
        actions={<Actions of={data} />}
      />
      <div className="flex flex-col gap-4 p-4">
        <Outcome of={data} />
        {data.report ? <Report report={data.report} /> : null}
        <ProblemsPanel importId={data.id} atWork={atWork} />
        <Provenance of={data} />
      </div>
    </>
  );
}

function Actions({ of }: { of: ImportView }) {
  const notify = useNotify();
  const cache = useQueryClient();
  const cancel = async () => {
    try {
      const view = await fetchJson(apiRoutes.cancelImport(of.id), importView, { method: "POST" });
      cache.setQueryData(["import", of.id], view);
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      notify({ title: "The import could not be cancelled", description: error.message, failure: true });
    }
  };
  return (
    <>
      {isAtWork(of) || of.status === "receiving" ? (
        <Button onClick={() => void cancel()}>Cancel</Button>
      ) : null}
      {of.report && of.report.traces > 0 ? (
        <LinkButton variant="primary" href={`${routes.traces()}?import=${of.id}`}>
          Read its traces
        </LinkButton>
      ) : null}
    </>
  );
}

function Outcome({ of }: { of: ImportView }) {
  if (isAtWork(of)) return <ReadingProgress progress={of.progress} />;
  if (of.interrupted)
    return (
      <p className="text-sm text-warn">
        Nobody works on this import any more: the program that did was stopped. Import the same source again
        to go on; what is stored stays, and nothing is stored twice.
      </p>
    );
  if (of.status === "receiving")
    return (
      <p className="text-sm text-warn">Its files are not all here. Choose the same files again to go on.</p>
    );
  return of.error === "" ? null : (
    <p role="alert" className="text-bad text-sm">
      {visibleText(of.error)}
    </p>
  );
}

/** The counted things, in the order of the report. */
const COUNTED = [
  ["rows", "Records read"],
  ["traces", "Traces"],
  ["traceSteps", "Trace steps"],
  ["continuations", "Continuations returned"],
  ["lostContinuations", "Continuations lost"],
  ["shrunkenPrefixes", "Prefixes with fewer than M"],
  ["missingPrefixes", "Prefixes with none"],
  ["stepsWithoutScore", "Trace steps without c_i"],
  ["unjoined", "Unjoined records"],
  ["duplicates", "Repeated records"],
  ["rejected", "Refused records"],
  ["unknownOutcomes", "Unknown outcomes"],
  ["invalidTraces", "Not of the format"],
  ["truncatedTraces", "Cut responses"],
  ["truncatedContinuations", "Cut continuations"],
  ["alreadyStored", "Stored before"],
] as const satisfies readonly (readonly [keyof HealthReport, string])[];

function Report({ report }: { report: HealthReport }) {
  return (
    <Panel title="Health report">
      <ul className="flex max-w-prose list-disc flex-col gap-1.5 pl-5 text-sm">
        {healthSentences(report).map((sentence) => (
          <li key={sentence} className="break-words">
            {visibleText(sentence)}
          </li>
        ))}
      </ul>
      <KeyValues
        columns
        className="mt-5 border-t pt-4"
        items={COUNTED.map(([key, label]) => ({ key, label, value: formatCount(report[key]) }))}
      />
    </Panel>
  );
}

function Provenance({ of }: { of: ImportView }) {
  return (
    <Panel title="Where it is from">
      <KeyValues
        items={[
          { key: "source", label: "Source", value: <bdi>{visibleText(of.source)}</bdi> },
          { key: "format", label: "Format", value: of.format },
          { key: "strict", label: "Strict", value: of.options.strict ? "yes" : "no" },
          {
            key: "sha",
            label: "sha256 of names and contents",
            value: <span className="break-all font-mono text-2xs">{of.sourceSha256}</span>,
          },
          { key: "made", label: "Begun", value: <RelativeTime at={of.createdAt} /> },
          { key: "ended", label: "Ended", value: <RelativeTime at={of.endedAt} /> },
        ]}
      />
    </Panel>
  );
}
