import type { Metadata } from "next";
import { PageHeader } from "@/components/shell/page-header";
import { CompareView } from "@/components/traces/compare/compare-view";
import { MOST_SIDE_BY_SIDE } from "@/components/traces/group/prepare-group";
import { LinkButton } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { type TraceDetail, traceId } from "@/lib/contracts";
import { routes } from "@/lib/domain/routes";
import { plural } from "@/lib/format/number";
import { getDb } from "@/lib/server/db";
import { getTrace } from "@/lib/services/traces/get-trace";

export const metadata: Metadata = { title: "Traces side by side" };

interface Props {
  searchParams: Promise<{ ids?: string | string[] }>;
}

/** The ids of the address, each once and no more than a page holds. */
function idsOf(text: string | string[] | undefined): string[] {
  const all = [text ?? []].flat().flatMap((part) => part.split(","));
  const ids = all.filter((id) => traceId.safeParse(id).success);
  return [...new Set(ids)].slice(0, MOST_SIDE_BY_SIDE);
}

export default async function SideBySidePage({ searchParams }: Props) {
  const ids = idsOf((await searchParams).ids);
  const found = await Promise.all(ids.map((id) => getTrace(getDb(), id)));
  const traces = found.filter((trace) => trace !== null);
  const missing = ids.length - traces.length;
  return (
    <>
      <PageHeader
        crumbs={[{ label: "Traces", href: routes.traces(placeOf(traces)) }]}
        title={traces.length < 2 ? "Traces side by side" : `${traces.length} traces side by side`}
        facts={
          missing > 0
            ? `${plural(missing, "trace")} of this address ${missing === 1 ? "is" : "are"} not here any more.`
            : null
        }
      />
      {traces.length < 2 ? <TooFew /> : <CompareView key={ids.join()} traces={traces} />}
    </>
  );
}

/** The list to go back to: that of the run or the ablation that all are of. */
function placeOf(traces: readonly TraceDetail[]): { run?: string; ablation?: string } {
  const runs = new Set(traces.map(({ run }) => run.id));
  const ablations = new Set(traces.map(({ run }) => run.ablationId));
  const [run] = runs;
  const [ablation] = ablations;
  if (run && runs.size === 1) return { run };
  return ablation && ablations.size === 1 ? { ablation } : {};
}

function TooFew() {
  return (
    <EmptyState
      title="Two traces or more stand side by side"
      action={
        <LinkButton href={routes.traces()} variant="primary">
          Choose traces
        </LinkButton>
      }
    >
      Open a trace and pick others of its group there, or name them in the address: ?ids= and two to{" "}
      {MOST_SIDE_BY_SIDE} trace ids, separated by commas.
    </EmptyState>
  );
}
