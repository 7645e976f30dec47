import type { ResultArm } from "@/lib/contracts";
import { codeVersionNote } from "./code-versions";
import type { AblationRow, ArmRow, Member, RunRow } from "./rows";
import { startNotes } from "./start-notes";

/** Where no arm points at the warm-ups, they are still shown: they are what GRPO is to gain over. */
export const WARM_UP_ARM = { key: "warm-up", armId: null, name: "Warm-up" } as const;

/** The arms of an ablation that is selected as a whole, started or not, and the runs that are their seeds. */
export function ablationArms(
  ablation: AblationRow,
  armRows: readonly ArmRow[],
  runs: readonly RunRow[],
  amongOthers: boolean,
): { arms: ResultArm[]; members: Member[] } {
  const rows = armRows.filter((row) => row.ablationId === ablation.id);
  const pointing = rows.filter((row) => row.training === null);
  const needsRow = pointing.length === 0 && runs.some((run) => run.stage === "sft");
  const warmUpKeys = pointing.length > 0 ? pointing.map(({ key }) => key) : [WARM_UP_ARM.key];
  const keysOf = (run: RunRow) =>
    run.armId === null ? warmUpKeys : rows.filter(({ id }) => id === run.armId).map(({ key }) => key);
  const members = runs.flatMap((run) => keysOf(run).map((arm) => ({ arm, run })));
  const common = { source: "trained", origin: amongOthers ? ablation.name : null } as const;
  const named = rows.map(({ key, id, name, position, training }): ResultArm => {
    const sharesWarmUp = training === null || training.start === "warm-up";
    return { key, armId: id, name, position, sharesWarmUp, ...common };
  });
  const warmUp: ResultArm = { ...WARM_UP_ARM, position: rows.length, sharesWarmUp: true, ...common };
  const arms = [...named, ...(needsRow ? [warmUp] : [])].map((arm) => {
    const own = members.filter((member) => member.arm === arm.key);
    const notes = [codeVersionNote(own).note, ...startNotes(own)].filter((note) => note !== undefined);
    return { ...arm, ...(notes.length > 0 && { note: notes.join(" ") }) };
  });
  return { arms, members };
}
