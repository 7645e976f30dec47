import type { ReactNode } from "react";
import { AblationTabs } from "@/components/shell/ablation-tabs";
import { type Crumb, PageHeader } from "@/components/shell/page-header";
import type { AblationResults, ResultSelection } from "@/lib/contracts/results";
import { type CompareView, routes } from "@/lib/domain/routes";
import { CompareTabs } from "./compare-tabs";

interface Props {
  selection: ResultSelection;
  results: Pick<AblationResults, "ablationId" | "name">;
  current: CompareView;
  actions?: ReactNode;
  children: ReactNode;
}

/** What every Compare page has in common: what is compared, and the ways to look at it. */
export function CompareFrame({ selection, results, current, actions, children }: Props) {
  const { ablationId, name } = results;
  const above: Crumb[] =
    ablationId === null
      ? [{ label: "Compare", href: routes.compare() }]
      : [
          { label: "Ablations", href: routes.ablations() },
          { label: name, href: routes.ablation(ablationId) },
        ];
  return (
    <>
      <PageHeader
        crumbs={above}
        title={ablationId === null ? name : "Compare arms"}
        actions={actions}
        tabs={ablationId === null ? null : <AblationTabs ablationId={ablationId} current="compare" />}
      />
      <CompareTabs selection={selection} current={current} />
      {children}
    </>
  );
}
