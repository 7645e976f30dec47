import type { Member } from "./rows";

/** A note where the seeds of an arm were trained by different code: their spread is then not that of seeds alone. */
export function codeVersionNote(seeds: readonly Pick<Member, "run">[]): { note?: string } {
  const versions = [...new Set(seeds.map(({ run }) => run.codeVersion))];
  if (versions.length < 2) return {};
  return {
    note: `Its seeds were trained by ${versions.length} versions of the code: ${versions.join(", ")}.`,
  };
}
