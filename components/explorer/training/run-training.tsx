"use client";

import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { parseAsStringLiteral, useQueryState } from "nuqs";
import { useLiveRefresh } from "@/components/shell/use-live-refresh";
import { QueryFailure } from "@/components/ui/query-failure";
import { Segmented } from "@/components/ui/segmented";
import { fetchJson } from "@/lib/client/fetch-json";
import { type SolvabilityGrid, solvabilityGrid, type TraceOrigin, traceOrigin } from "@/lib/contracts";
import { explorerHref } from "../selection-state";
import { HeatmapPanel } from "./heatmap-panel";
import { originOf } from "./origin-of";

const ORIGIN_LABELS = {
  train: "Training",
  probe: "Probe",
  evaluation: "Evaluation",
  import: "Imported",
} as const;

/** How solvable the starts of a run's responses were as it trained; a click leads to the traces of those train steps. */
export function RunTraining({ runId, grid: first }: { runId: string; grid: SolvabilityGrid }) {
  const router = useRouter();
  const [asked, setAsked] = useQueryState("origin", parseAsStringLiteral(traceOrigin.options));
  const origin = originOf(asked, first.available);
  const heatmap = useQuery({
    queryKey: ["solvability", runId, origin],
    queryFn: ({ signal }) =>
      fetchJson(`/api/v1/runs/${runId}/solvability?origin=${origin}`, solvabilityGrid, { signal }),
    placeholderData: keepPreviousData,
    ...(origin === first.origin ? { initialData: first } : {}),
  });
  useLiveRefresh(
    { runs: [runId] },
    [["solvability", runId]],
    (message) => message.type === "traces" || message.type === "status",
  );
  const grid = heatmap.data ?? first;
  return (
    <div className="flex flex-col gap-4 p-4">
      <OriginSwitch grid={grid} origin={origin} onOrigin={(chosen) => void setAsked(chosen)} />
      {heatmap.error ? (
        <QueryFailure
          title="The heatmap could not be read"
          error={heatmap.error}
          onRetry={() => void heatmap.refetch()}
        />
      ) : (
        <HeatmapPanel
          grid={grid}
          origin={origin}
          onOpen={({ from, to }) =>
            router.push(explorerHref({ runs: [runId], origin, fromTrainStep: from, toTrainStep: to }))
          }
        />
      )}
    </div>
  );
}

interface OriginProps {
  grid: SolvabilityGrid;
  origin: TraceOrigin;
  onOrigin: (origin: TraceOrigin) => void;
}

function OriginSwitch({ grid, origin, onOrigin }: OriginProps) {
  const offered = (["train", "probe", "evaluation", "import"] as const).filter(
    (o) => o === "train" || o === "probe" || o === origin || grid.available.includes(o),
  );
  return (
    <div className="flex flex-wrap items-center gap-2 text-ink-3 text-xs">
      Responses of
      <Segmented
        label="Which responses"
        value={origin}
        options={offered.map((value) => ({ value, label: ORIGIN_LABELS[value] }))}
        onValueChange={onOrigin}
      />
    </div>
  );
}
