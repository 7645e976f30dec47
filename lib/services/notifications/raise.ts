import type { Queryable } from "@/db/client";
import { insertNotification, type RuleRow, selectNames, selectWatching } from "@/db/queries/notifications";
import type { NotificationBody, NotificationKind } from "@/lib/contracts";
import { newId } from "@/lib/domain/ids";
import { routes } from "@/lib/domain/routes";
import { storableText } from "@/lib/domain/stored-text";
import { env } from "@/lib/server/env";

/** Something that rules may want to tell. */
export interface Happening {
  kind: NotificationKind;
  /** The same happening has the same text: a rule tells it once. */
  dedupe: string;
  ablationId: string;
  runId: string | null;
  /** What happened, without saying of what. */
  title: string;
  detail: string;
  at: Date;
}

const LONGEST_LINE = 1500;

/** The body of a notification: the same facts as fields and as one line. */
export function bodyOf(
  rule: Pick<RuleRow, "id" | "name">,
  happening: Omit<Happening, "dedupe" | "ablationId" | "runId">,
  about: Pick<NotificationBody, "ablation" | "run">,
): NotificationBody {
  const name = about.run?.name ?? about.ablation?.name ?? "Stepwell";
  const { run, ablation } = about;
  const path = run ? routes.run(run.id) : ablation ? routes.ablation(ablation.id) : routes.notifications();
  const url = `${env().publicUrl?.replace(/\/+$/, "") ?? ""}${path}`;
  const title = storableText(happening.title);
  const detail = storableText(happening.detail);
  const where = run && ablation ? ` (${ablation.name})` : "";
  const line = `${name}${where}: ${title}${detail === "" ? "" : `. ${detail}`}`.slice(0, LONGEST_LINE);
  return {
    schemaVersion: 1,
    id: newId("notification"),
    kind: happening.kind,
    rule: { id: rule.id, name: rule.name },
    at: happening.at.toISOString(),
    title,
    detail,
    ...about,
    url,
    text: `${line} ${url}`,
    content: `${line} ${url}`,
  };
}

/** Tells one rule of something; the same thing again is not told. */
export async function raiseFor(db: Queryable, rule: RuleRow, happening: Happening): Promise<void> {
  const { ablationId, runId, dedupe, at } = happening;
  const names = await selectNames(db, ablationId, runId);
  if (!names) return;
  const ablation = { id: ablationId, name: names.ablation };
  const run = runId !== null && names.run !== null ? { id: runId, name: names.run } : null;
  const body = bodyOf(rule, happening, { ablation, run });
  await insertNotification(db, {
    id: body.id,
    ruleId: rule.id,
    runId: run?.id ?? null,
    dedupe,
    body,
    createdAt: at,
    nextTryAt: at,
  });
}

/** Tells every rule that watches for this kind, in the caller's transaction: what is rolled back is never told. */
export async function raise(db: Queryable, happening: Happening): Promise<void> {
  for (const rule of await selectWatching(db, happening.kind, happening.ablationId))
    await raiseFor(db, rule, happening);
}
