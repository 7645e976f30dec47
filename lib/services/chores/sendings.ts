import type { Queryable } from "@/db/client";
import { storedAmong } from "@/db/queries/artifacts";
import { type ChoreRow, findOpenChores } from "@/db/queries/chores";
import { manifestBytes } from "@/lib/domain/artifact-manifest";
import type { Sending } from "@/lib/domain/queue-waits";
import { receivedBytes } from "../artifacts/file-store";
import { subjectOf, subjectText } from "./subjects";

async function toSending({ hostId, payload, detail, ok }: ChoreRow, stored: Set<string>): Promise<Sending> {
  const { files } = payload.artifact;
  const sizes = await Promise.all(
    files.map(async ({ sha256, bytes }) => (stored.has(sha256) ? bytes : receivedBytes(sha256))),
  );
  return {
    fromHostId: hostId,
    sentBytes: sizes.reduce((sum, bytes) => sum + bytes, 0),
    bytes: manifestBytes(files),
    trouble: ok === false ? detail : "",
  };
}

/** How far the artifacts are that are being sent to the store, by manifest. */
export async function readSendings(
  db: Queryable,
  inputs: readonly { manifest: string | null; stored: boolean }[],
): Promise<ReadonlyMap<string, Sending>> {
  const wanted = inputs.flatMap(({ manifest, stored }) => (manifest === null || stored ? [] : [manifest]));
  const chores = await findOpenChores(
    db,
    wanted.map((id) => subjectText({ kind: "upload", id })),
  );
  const stored = await storedAmong(
    db,
    chores.flatMap(({ payload }) => payload.artifact.files.map(({ sha256 }) => sha256)),
  );
  const found = new Map<string, Sending>();
  for (const row of chores) {
    const about = subjectOf(row.subject);
    if (about) found.set(about.id, await toSending(row, stored));
  }
  return found;
}
