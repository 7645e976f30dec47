import { RayAway, type RayCluster, type RayJobs } from "./jobs";

const GIB = 1024 ** 3;
/** What Ray puts among the resources of its own accord. */
const RAYS_OWN = /^(CPU|GPU|memory|object_store_memory|node:.*|accelerator_type:.*)$/;

/** What the Hosts page shows of a Ray cluster, on top of what the agent's machine tells of itself. */
export async function clusterFacts(
  jobs: RayJobs,
  own: Record<string, string>,
): Promise<Record<string, string>> {
  const kept = ["disk free", "platform", "architecture", "node"];
  const known = Object.fromEntries(Object.entries(own).filter(([name]) => kept.includes(name)));
  try {
    return { ...known, ...describeCluster(await jobs.cluster()) };
  } catch (error) {
    if (!(error instanceof RayAway)) throw error;
    return { ...known, ray: `does not answer: ${error.message}`.slice(0, 500) };
  }
}

/** The totals of its nodes. Processors of several machines are no one machine's cores, so their number is not told alone. */
export function describeCluster({ version, nodes }: RayCluster): Record<string, string> {
  const total = (name: string) => nodes.reduce((sum, node) => sum + (node.resources_total[name] ?? 0), 0);
  const custom = [...new Set(nodes.flatMap(({ resources_total }) => Object.keys(resources_total)))]
    .filter((name) => !RAYS_OWN.test(name))
    .sort();
  const kinds = [...new Set(nodes.flatMap(({ resources_total }) => Object.keys(resources_total)))]
    .filter((name) => name.startsWith("accelerator_type:"))
    .map((name) => name.slice("accelerator_type:".length));
  const many = nodes.length > 1 ? ` on ${nodes.length} nodes` : "";
  const gpus = total("GPU");
  return {
    ray: `Ray ${version}, ${nodes.length} ${nodes.length === 1 ? "node" : "nodes"}`,
    cores: `${total("CPU")}${many}`,
    memory: `${(total("memory") / GIB).toFixed(1)} GB${many}`,
    gpus: gpus === 0 ? "none: no node of the cluster has GPUs" : `${[gpus, ...kinds].join(" ")}${many}`,
    ...(custom.length > 0 && {
      "custom resources": custom
        .map((name) => `${name}: ${total(name)}`)
        .join(", ")
        .slice(0, 500),
    }),
  };
}
