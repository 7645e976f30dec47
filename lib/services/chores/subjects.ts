/** What a chore is about: there is one open chore for each. */
export type Subject =
  | { kind: "upload"; id: string }
  | { kind: "checkpoint"; id: string }
  | { kind: "copy"; id: string };

/** As it stands in host_chores.subject. `id` is a manifest's sha256, or a checkpoint's id. */
export function subjectText({ kind, id }: Subject): string {
  return `${kind}:${id}`;
}

/** Null for a text that this server did not write. */
export function subjectOf(text: string): Subject | null {
  const match = /^(upload|checkpoint|copy):(\w+)$/.exec(text);
  const [, kind, id] = match ?? [];
  if (id === undefined) return null;
  if (kind === "upload" || kind === "checkpoint" || kind === "copy") return { kind, id };
  return null;
}
