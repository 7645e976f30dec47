"use client";

import Link from "next/link";
import { visibleText } from "@/components/traces/text/visible-text";
import { KeyValues } from "@/components/ui/key-values";
import { Panel } from "@/components/ui/panel";
import { RelativeTime } from "@/components/ui/relative-time";
import { routes } from "@/lib/domain/routes";
import { useRun } from "../run-shell";
import { importOf } from "./read-config";

const LINK = "text-accent hover:underline";

/** What is known of a run whose traces were imported: it has no curves, no log and no checkpoints here. */
export function ImportedRun() {
  const { run, ablation, config } = useRun();
  const from = importOf(config);
  return (
    <div className="flex flex-col gap-4 p-4">
      <p className="max-w-prose text-ink-2 text-sm">
        Nothing was trained here: these traces were sampled elsewhere, so there are no curves, no log and no
        checkpoints.
      </p>
      <Panel title="Where the traces are from">
        <KeyValues
          items={[
            {
              key: "traces",
              label: "Traces",
              value: (
                <Link href={routes.traces({ run: run.id })} className={LINK}>
                  in the Explorer
                </Link>
              ),
            },
            {
              key: "import",
              label: "Import",
              value: from ? (
                <Link href={routes.import(from.importId)} className={LINK}>
                  health report
                </Link>
              ) : (
                "unknown"
              ),
            },
            {
              key: "source",
              label: "Source",
              value: <bdi className="break-all">{from ? visibleText(from.source) : "unknown"}</bdi>,
            },
            { key: "format", label: "Format", value: from?.format ?? "unknown" },
            {
              key: "model",
              label: "Sampled by",
              value: (
                <bdi className="break-all">{run.modelId === "" ? "unknown" : visibleText(run.modelId)}</bdi>
              ),
            },
            {
              key: "ablation",
              label: "Beside",
              value: (
                <Link href={routes.ablation(ablation.id)} className={LINK}>
                  {ablation.name}
                </Link>
              ),
            },
            { key: "at", label: "Imported", value: <RelativeTime at={run.createdAt} /> },
          ]}
        />
      </Panel>
    </div>
  );
}
