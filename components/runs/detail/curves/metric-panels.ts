import { metricTitle } from "@/components/runs/table/metric-title";
import { METRICS, SD_SUFFIX } from "@/lib/contracts";

/** A chart: one metric of any number of runs, or several metrics of one run. */
export interface MetricPanel {
  key: string;
  title: string;
  unit: string;
  names: string[];
  /** Metric that holds the standard deviation of `names[0]`, drawn around it. */
  spread: string | null;
}

export interface MetricGroup {
  key: string;
  title: string;
  panels: MetricPanel[];
}

const GROUPS: readonly {
  key: string;
  title: string /** One chart for all its metrics where one run is shown. */;
  joined?: string;
}[] = [
  { key: "reward", title: "Reward parts" },
  { key: "heldout", title: "Held-out" },
  { key: "share", title: "Format, gate and signal" },
  { key: "c", title: "Solvability c_i by trace step", joined: "Mean c_i by trace step" },
  { key: "response", title: "Responses" },
  { key: "policy", title: "Policy" },
  { key: "optim", title: "Optimiser" },
  { key: "speed", title: "Speed" },
  { key: "seconds", title: "Seconds per train step", joined: "Seconds by kind of work" },
  { key: "tokens", title: "Tokens per train step", joined: "Tokens by kind" },
];

const ORDER = new Map(Object.keys(METRICS).map((name, i) => [name, i]));

function inOrder(a: string, b: string): number {
  const [one, other] = [ORDER.get(a) ?? ORDER.size, ORDER.get(b) ?? ORDER.size];
  return one - other || a.localeCompare(b, "en", { numeric: true });
}

const groupOf = (name: string) => (name.includes("/") ? name.slice(0, name.indexOf("/")) : "");

function panelOf(name: string, all: ReadonlySet<string>): MetricPanel {
  const spread = all.has(`${name}${SD_SUFFIX}`) ? `${name}${SD_SUFFIX}` : null;
  return { key: name, ...metricTitle(name), names: [name], spread };
}

function joinedPanel(key: string, title: string, names: string[]): MetricPanel {
  const units = new Set(names.map((name) => metricTitle(name).unit));
  const [unit] = units;
  return {
    key: `${key}/*`,
    title,
    unit: units.size === 1 && unit !== undefined ? unit : "",
    names,
    spread: null,
  };
}

/**
 * Sorts metrics into groups of charts, in the order of a reader's questions. An SD goes with its mean, not into a chart
 * of its own. With one run the parts of a whole share one chart; with several runs each metric has its own, so that
 * colour always means the arm.
 */
export function metricGroups(names: readonly string[], runs: number): MetricGroup[] {
  const all = new Set(names);
  const isSpread = (name: string) => name.endsWith(SD_SUFFIX) && all.has(name.slice(0, -SD_SUFFIX.length));
  const byGroup = new Map<string, string[]>();
  for (const name of [...all].filter((n) => !isSpread(n)).sort(inOrder))
    byGroup.set(groupOf(name), [...(byGroup.get(groupOf(name)) ?? []), name]);
  const known = GROUPS.flatMap(({ key, title, joined }) => {
    const own = byGroup.get(key);
    if (!own) return [];
    const joins = joined !== undefined && runs === 1 && own.length > 1;
    return [
      { key, title, panels: joins ? [joinedPanel(key, joined, own)] : own.map((n) => panelOf(n, all)) },
    ];
  });
  const rest = [...byGroup.keys()].filter((key) => !GROUPS.some((g) => g.key === key)).sort();
  const others = rest.flatMap((key) => byGroup.get(key) ?? []);
  if (others.length === 0) return known;
  return [...known, { key: "other", title: "Other metrics", panels: others.map((n) => panelOf(n, all)) }];
}

/** Every metric that a group's charts need. */
export function namesOf(group: MetricGroup): string[] {
  return group.panels.flatMap(({ names, spread }) => (spread ? [...names, spread] : names));
}
