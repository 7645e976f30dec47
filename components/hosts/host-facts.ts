import type { HostView } from "@/lib/contracts";

const LABELS: Record<string, string> = {
  cores: "Cores",
  memory: "Memory",
  "memory free": "Memory free",
  "disk free": "Disk free",
  gpus: "GPUs",
  cpu: "Processor",
  platform: "System",
  architecture: "Architecture",
  node: "Node.js",
};
/** Known facts in their order, each GPU after the count of them, then whatever else an agent tells. */
const FIRST = ["cores", "memory", "memory free", "disk free", "gpus"];
const isGpu = (name: string) => /^gpu \d+$/.test(name);

export interface ShownFact {
  key: string;
  label: string;
  value: string;
}

/** The facts of a host as they are shown. What an older agent does not tell is said to be not told. */
export function shownFacts(facts: HostView["facts"]): ShownFact[] {
  const shown = (key: string): ShownFact => ({
    key,
    label: LABELS[key] ?? (isGpu(key) ? `GPU ${key.slice(4)}` : key),
    value: facts[key] ?? "not told by this agent",
  });
  const names = Object.keys(facts).filter((name) => !FIRST.includes(name));
  const gpus = names.filter(isGpu).sort((a, b) => Number(a.slice(4)) - Number(b.slice(4)));
  return [...FIRST, ...gpus, ...names.filter((name) => !isGpu(name)).sort()].map(shown);
}
