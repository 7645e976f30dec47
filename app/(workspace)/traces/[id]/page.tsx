import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { PageHeader } from "@/components/shell/page-header";
import { byAdvantage } from "@/components/traces/group/prepare-group";
import { visibleText } from "@/components/traces/text/visible-text";
import { TraceView } from "@/components/traces/trace-view";
import { TrailNav } from "@/components/traces/trail-nav";
import { type TraceDetail, traceId } from "@/lib/contracts";
import { routes } from "@/lib/domain/routes";
import { getDb } from "@/lib/server/db";
import { getTrace } from "@/lib/services/traces/get-trace";

export const metadata: Metadata = { title: "Trace" };

interface Props {
  params: Promise<{ id: string }>;
}

/** An import that knows no train step has none in its title. */
function titleOf({ row, imported, prompt }: TraceDetail): string {
  const sample = `sample ${row.sampleIndex + 1}`;
  if (imported === null || row.trainStep !== 0) return `Train step ${row.trainStep}, ${sample}`;
  // A source without ids has its prompts named after their content, which tells a reader nothing.
  return `${prompt.key === prompt.id ? "Imported trace" : visibleText(prompt.key)}, ${sample}`;
}

export default async function TracePage({ params }: Props) {
  const id = traceId.safeParse((await params).id);
  const trace = id.success ? await getTrace(getDb(), id.data) : null;
  if (!trace) notFound();
  const { run, row } = trace;
  return (
    <>
      <PageHeader
        crumbs={[
          { label: "Ablations", href: routes.ablations() },
          { label: run.ablationName, href: routes.ablation(run.ablationId) },
          { label: run.name, href: routes.run(run.id) },
          { label: "Traces", href: routes.traces({ run: run.id }) },
        ]}
        title={titleOf(trace)}
        actions={
          <TrailNav
            id={row.id}
            group={byAdvantage(trace.group?.siblings ?? []).map((sibling) => sibling.id)}
          />
        }
      />
      <TraceView trace={trace} />
    </>
  );
}
