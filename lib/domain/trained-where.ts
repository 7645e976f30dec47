import type { AblationResults } from "@/lib/contracts";

/** The hosts that trained the runs of one arm. */
export interface TrainedWhere {
  arm: Pick<AblationResults["arms"][number], "key" | "name" | "position">;
  hosts: { name: string; launcher: string; runs: number }[];
}

/** Groups the runs behind results by their arm and host; arms without a run of this server are absent. */
export function trainedWhere(
  { arms, cells }: Pick<AblationResults, "arms" | "cells">,
  hostsOfRuns: readonly { runId: string; hostName: string; launcher: string }[],
): TrainedWhere[] {
  const byRun = new Map(hostsOfRuns.map((host) => [host.runId, host]));
  return arms.flatMap(({ key, name, position }): TrainedWhere[] => {
    const runIds = new Set(cells.flatMap((cell) => (cell.arm === key && cell.runId ? [cell.runId] : [])));
    const found = new Map<string, TrainedWhere["hosts"][number]>();
    for (const runId of runIds) {
      const host = byRun.get(runId);
      if (!host) continue;
      const was = found.get(host.hostName);
      found.set(host.hostName, { name: host.hostName, launcher: host.launcher, runs: (was?.runs ?? 0) + 1 });
    }
    return found.size > 0 ? [{ arm: { key, name, position }, hosts: [...found.values()] }] : [];
  });
}

/** Whether a difference between two arms may be one between their hosts: they were not all trained on the same ones. */
export function hostsDiffer(all: readonly TrainedWhere[]): boolean {
  const names = ({ hosts }: TrainedWhere) =>
    hosts
      .map(({ name }) => name)
      .sort()
      .join("\n");
  return new Set(all.map(names)).size > 1;
}
