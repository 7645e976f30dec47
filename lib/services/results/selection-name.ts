import type { StoredResultSet } from "./imported-results";
import type { TrainedArms } from "./trained-arms";

/** What a selection is called in titles: an ablation and a set by their names, runs by their number. */
export function nameOf(trained: TrainedArms, sets: readonly StoredResultSet[]): string {
  const { ablation } = trained;
  const parts = [
    ...(ablation ? [ablation.name] : []),
    ...runsName(trained),
    ...(ablation ? [] : sets.map(({ file }) => file.name)),
  ];
  return parts.join(" and ");
}

function runsName({ ablation, picked, ablations }: TrainedArms): string[] {
  if (picked.length === 0) return [];
  const runs = picked.length === 1 ? "1 run" : `${picked.length} runs`;
  const others = ablations.filter((each) => each !== ablation);
  return [`${runs} of ${others.length === 1 ? others[0]?.name : `${others.length} ablations`}`];
}
