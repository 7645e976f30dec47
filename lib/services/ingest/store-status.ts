import {
  insertRunEvents,
  type RunEventRow,
  setJobOutput,
  upsertCheckpoint,
} from "@/db/queries/ingest-events";
import type { ArtifactEvent, KnownEvent } from "@/lib/contracts";
import { endReplaced } from "../retention/delete-files";
import { uploadByRule } from "../retention/upload-by-rule";
import type { IngestContext } from "./context";
import { contentId } from "./identity";
import type { UnknownEvent } from "./parse-batch";
import { type Storable, storable } from "./storable";

function eventRow({ event, textEscaped }: Storable<KnownEvent | UnknownEvent>): RunEventRow {
  const { seq, at, type, ...body } = event;
  return { seq, at, type, body, textEscaped };
}

/** Keeps events as they are. */
export async function storeAsEvents(
  { tx, stream }: IngestContext,
  events: readonly (KnownEvent | UnknownEvent)[],
): Promise<void> {
  await insertRunEvents(
    tx,
    stream,
    events.map((event) => eventRow(storable(event))),
  );
}

/** Records what a trainer wrote to disk. A superseded attempt's result is kept but never handed to another job. */
export async function storeArtifact({ tx, stream }: IngestContext, sent: ArtifactEvent): Promise<void> {
  const { event } = storable(sent);
  const { jobId, attemptId, runId, hostId } = stream;
  const id = contentId("checkpoint", [attemptId, event.trainStep, event.artifact.path]);
  const isCheckpoint = event.kind === "checkpoint" && runId !== null;
  if (isCheckpoint) {
    await upsertCheckpoint(tx, { id, runId, jobId, attemptId, hostId, event });
    await endReplaced(tx, [jobId], new Date());
  }
  const artifact = { ...event.artifact, checkpointId: isCheckpoint ? id : null };
  if (stream.superseded) return;
  const { final } = event;
  await uploadByRule(tx, { jobId, ablationId: stream.ablationId, hostId, artifact, final }, new Date());
  if (final) await setJobOutput(tx, jobId, { artifact, trainStep: event.trainStep });
}
