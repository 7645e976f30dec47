import { lastLines, printable } from "../../printable";
import type { SlurmChannel } from "./engine";

const LIMIT_MS = 20_000;
const MOST_PARTITIONS = 100;
/** Partition, whether it takes jobs, time limit, nodes, their state, GRES, processors and megabytes of each node. */
const FORMAT = "--format=%R|%a|%l|%D|%T|%G|%c|%m";

interface Group {
  partition: string;
  takes: string;
  limit: string;
  nodes: number;
  state: string;
  gres: string;
  cpus: string;
  memory: string;
}

/** The cluster as sinfo tells of it, under the names that the Hosts page shows; why not, if it does not answer. */
export async function clusterFacts(channel: SlurmChannel): Promise<Record<string, string>> {
  const [version, partitions] = await Promise.all([
    channel({ program: "sinfo", args: ["--version"] }, LIMIT_MS),
    channel({ program: "sinfo", args: ["--noheader", FORMAT] }, LIMIT_MS),
  ]);
  if (partitions.exitCode !== 0) {
    const said = lastLines(printable(Buffer.concat([partitions.stderr, partitions.stdout])).trim(), 500);
    return { slurm: `does not answer: ${said.replaceAll("\n", " ") || "sinfo did not end in time"}` };
  }
  return {
    slurm: printable(version.stdout).trim() || "unknown version",
    ...partitionFacts(partitions.stdout.toString("utf8")),
  };
}

/** Lines of sinfo, one for each partition and kind of node, as one fact for each partition. */
export function partitionFacts(text: string): Record<string, string> {
  const groups = text.split("\n").flatMap(parseGroup);
  const names = [...new Set(groups.map(({ partition }) => partition))].slice(0, MOST_PARTITIONS);
  const facts = names.map((name) => {
    const own = groups.filter(({ partition }) => partition === name);
    return [`partition ${name}`, describe(own)] as const;
  });
  const gpus = [...new Set(groups.map(({ gres }) => gres).filter((gres) => /\bgpu\b/.test(gres)))];
  return {
    gpus: gpus.length > 0 ? `a node offers ${gpus.join(" or ")}` : "none: no node offers GRES of GPUs",
    ...Object.fromEntries(facts),
  };
}

function parseGroup(line: string): Group[] {
  const [partition, takes, limit, nodes, state, gres, cpus, memory] = printable(Buffer.from(line))
    .trim()
    .split("|");
  if (!partition || !takes || !limit || !nodes || !state || !gres || !cpus || !memory) return [];
  return [{ partition, takes, limit, nodes: Number.parseInt(nodes, 10), state, gres, cpus, memory }];
}

/** Such as "up; 3 idle, 1 mixed nodes; each 64 CPUs, 515 GB, gpu:a100:8; time limit 1-00:00:00". */
function describe(groups: readonly Group[]): string {
  const states = new Map<string, number>();
  for (const { state, nodes } of groups) states.set(state, (states.get(state) ?? 0) + nodes);
  const counts = [...states].map(([state, nodes]) => `${nodes} ${state}`).join(", ");
  const kinds = groups.map(({ cpus, memory, gres }) =>
    [`${cpus} CPUs`, gigabytes(memory), ...(gres === "(null)" ? [] : [gres])].join(", "),
  );
  const [first] = groups;
  const limit = first?.limit === "infinite" ? "no time limit" : `time limit ${first?.limit}`;
  return `${first?.takes}; nodes: ${counts}; each ${[...new Set(kinds)].join(" or ")}; ${limit}`;
}

/** Of megabytes; a plus says that some nodes have more. */
function gigabytes(memory: string): string {
  const megabytes = Number.parseInt(memory, 10);
  if (Number.isNaN(megabytes)) return "unknown memory";
  return `${(megabytes / 1024).toFixed(1)} GB${memory.endsWith("+") ? " or more" : ""}`;
}
