/** A queued job where it stands. */
export interface Standing {
  id: string;
  /** Its place if nobody had ever moved anything; distinct. */
  launchRank: number;
  /** Queued jobs that it waits for directly. */
  waitsFor: readonly string[];
}

export type MoveTarget = { to: "top" } | { to: "launch-order" } | { to: "before" | "after"; job: string };

export interface Moved<Job extends Standing> {
  order: Job[];
  /** The job and what went along with it, in their order. */
  moved: Job[];
}

/** All queued jobs that a job waits for, directly or not. */
function ancestorsOf(queue: readonly Standing[], id: string): Set<string> {
  const byId = new Map(queue.map((job) => [job.id, job]));
  const found = new Set<string>();
  const visit = (at: string) => {
    for (const before of byId.get(at)?.waitsFor ?? []) {
      if (found.has(before) || !byId.has(before)) continue;
      found.add(before);
      visit(before);
    }
  };
  visit(id);
  return found;
}

function placeIn(others: readonly Standing[], job: Standing, target: MoveTarget): number {
  if (target.to === "top") return 0;
  if (target.to === "launch-order") {
    let at = others.length;
    while (at > 0 && (others[at - 1]?.launchRank ?? 0) > job.launchRank) at -= 1;
    return at;
  }
  const place = others.findIndex(({ id }) => id === target.job);
  return target.to === "before" ? place : place + 1;
}

/**
 * The queue after moving one job. Jobs that it waits for go along where they stood behind its new place, since it could
 * not start before them anyway. Null if the job, or the one it should stand beside, is not in the queue (or the same).
 */
export function moveInQueue<Job extends Standing>(
  queue: readonly Job[],
  id: string,
  target: MoveTarget,
): Moved<Job> | null {
  const job = queue.find((one) => one.id === id);
  const beside = "job" in target ? target.job : null;
  if (!job || beside === id) return null;
  const others = queue.filter((one) => one.id !== id);
  const place = placeIn(others, job, target);
  if (place < 0 || (beside !== null && !others.some((one) => one.id === beside))) return null;
  const ancestors = target.to === "launch-order" ? new Set<string>() : ancestorsOf(queue, id);
  const behind = others.slice(place).filter((one) => ancestors.has(one.id));
  const rest = others.slice(place).filter((one) => !behind.includes(one));
  const moved = [...behind, job];
  return { order: [...others.slice(0, place), ...moved, ...rest], moved };
}

/**
 * Positions that make a queue stand in this order, by id: as few as possible, counted from 1; null for jobs that stand
 * in the order of launch behind all others.
 */
export function positionsFor(order: readonly Standing[]): Map<string, number | null> {
  let pinned = order.length - 1;
  while (pinned > 0 && (order[pinned - 1]?.launchRank ?? 0) < (order[pinned]?.launchRank ?? 0)) pinned -= 1;
  return new Map(order.map(({ id }, i) => [id, i < pinned ? i + 1 : null]));
}
