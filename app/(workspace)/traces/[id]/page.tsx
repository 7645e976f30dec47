import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { PageHeader } from "@/components/shell/page-header";
import { TraceView } from "@/components/traces/trace-view";
import { traceId } from "@/lib/contracts";
import { routes } from "@/lib/domain/routes";
import { getDb } from "@/lib/server/db";
import { getTrace } from "@/lib/services/traces/get-trace";

export const metadata: Metadata = { title: "Trace" };

interface Props {
  params: Promise<{ id: string }>;
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
        title={`Train step ${row.trainStep}, sample ${row.sampleIndex + 1}`}
      />
      <TraceView trace={trace} />
    </>
  );
}
