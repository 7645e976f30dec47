"use client";

import { PageHeader } from "@/components/shell/page-header";
import { visibleText } from "@/components/traces/text/visible-text";
import { LinkButton } from "@/components/ui/button";
import type { RunDetail } from "@/lib/contracts";
import { routes } from "@/lib/domain/routes";
import { importOf } from "./read-config";

/** The head of a run that nothing ran for: it holds traces that were imported together. */
export function ImportedHeader({ detail: { run, ablation, config } }: { detail: RunDetail }) {
  const from = importOf(config);
  return (
    <PageHeader
      crumbs={[
        { label: "Imports", href: routes.imports() },
        ...(from ? [{ label: visibleText(from.source), href: routes.import(from.importId) }] : []),
      ]}
      title={<bdi>{visibleText(run.name)}</bdi>}
      facts={`Imported traces${from ? `, read as ${from.format}` : ""}, in ${ablation.name}`}
      actions={
        <>
          {from ? <LinkButton href={routes.import(from.importId)}>Health report</LinkButton> : null}
          <LinkButton variant="primary" href={routes.traces({ run: run.id })}>
            Read its traces
          </LinkButton>
        </>
      }
    />
  );
}
