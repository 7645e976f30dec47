import { metricGroups } from "@/components/runs/detail/curves/metric-panels";
import { metricTitle } from "@/components/runs/table/metric-title";
import type { ReplicatedCatalogueEntry } from "@/lib/contracts";

export type Stage = ReplicatedCatalogueEntry["stage"];

/** One chart: a metric in the runs of one stage. */
export interface CurvePanel {
  key: string;
  name: string;
  stage: Stage;
  title: string;
  unit: string;
  /** Arms with a run that logged it. */
  arms: readonly string[];
}

export interface CurveSection {
  stage: Stage;
  title: string;
  panels: CurvePanel[];
}

/** What a reader looks at first. */
const USUAL: Record<Stage, readonly string[]> = {
  grpo: [
    "reward/mean",
    "reward/outcome",
    "reward/process",
    "response/tokens",
    "response/trace_steps",
    "share/valid_format",
    "share/gate_pass",
    "policy/entropy",
    "policy/kl",
    "heldout/accuracy",
    "share/groups_without_signal",
    "optim/grad_norm",
  ],
  sft: ["optim/loss", "heldout/accuracy"],
  command: [],
  import: [],
};
const TITLES: Record<Stage, string> = {
  grpo: "GRPO",
  sft: "Warm-ups (SFT)",
  command: "Commands",
  import: "Imports",
};
const STAGES: readonly Stage[] = ["grpo", "sft", "command"];

/** Names of metrics in the order of a reader's questions, SDs left to their means. */
export function metricNames(catalogue: readonly ReplicatedCatalogueEntry[]): string[] {
  const names = [...new Set(catalogue.map(({ name }) => name))];
  return metricGroups(names, 2).flatMap(({ panels }) => panels.flatMap((panel) => panel.names));
}

/** The usual metrics that somebody logged; where none of them is there, the first few of the others. */
export function usualMetrics(catalogue: readonly ReplicatedCatalogueEntry[]): string[] {
  const usual = new Set(
    catalogue.filter(({ name, stage }) => USUAL[stage].includes(name)).map((e) => e.name),
  );
  const all = metricNames(catalogue);
  const found = all.filter((name) => usual.has(name));
  return found.length > 0 ? found : all.slice(0, 6);
}

/**
 * Charts of the chosen metrics. Both stages log some of the same ones (a loss, seconds), but a train step of an SFT run is
 * another thing than one of GRPO: each stage has charts of its own.
 */
export function curveSections(
  catalogue: readonly ReplicatedCatalogueEntry[],
  chosen: readonly string[] | null,
): CurveSection[] {
  const order = new Map(metricNames(catalogue).map((name, i) => [name, i]));
  return STAGES.flatMap((stage) => {
    const wanted = chosen ?? usualMetrics(catalogue).filter((name) => USUAL[stage].includes(name));
    const own = catalogue.filter((entry) => entry.stage === stage && wanted.includes(entry.name));
    const fallback = chosen === null && own.length === 0 && !catalogue.some((e) => e.stage !== stage);
    const shown = fallback ? catalogue.filter(({ name }) => usualMetrics(catalogue).includes(name)) : own;
    const panels = shown
      .map(({ name, arms }) => ({ key: `${stage}/${name}`, name, stage, arms, ...metricTitle(name) }))
      .sort((a, b) => (order.get(a.name) ?? 0) - (order.get(b.name) ?? 0));
    return panels.length > 0 ? [{ stage, title: TITLES[stage], panels }] : [];
  });
}
