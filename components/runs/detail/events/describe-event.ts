import type { RunHistoryEvent } from "@/lib/contracts";
import { runStatus } from "@/lib/contracts";
import { formatBytes, formatCount } from "@/lib/format/number";

export interface EventLine {
  title: string;
  /** One or more lines of text, shown as text. */
  detail: string;
  tone: "neutral" | "ok" | "info" | "warn" | "bad" | "muted";
  /** The body as it was sent, for kinds whose summary leaves something out. */
  raw: string | null;
}

const text = (value: unknown) =>
  typeof value === "string" ? value : value == null ? "" : JSON.stringify(value);
const json = (body: Record<string, unknown>) => JSON.stringify(body, null, 2);

function statusLine({ body }: RunHistoryEvent): EventLine {
  const to = runStatus.safeParse(body.to).data;
  const bad = to === "failed" || to === "lost";
  return {
    title: `${text(body.from)} → ${text(body.to)}`,
    detail: text(body.reason),
    tone: bad ? "bad" : to === "succeeded" ? "ok" : to === "running" ? "info" : "muted",
    raw: null,
  };
}

function phaseLine({ body }: RunHistoryEvent): EventLine {
  const share =
    typeof body.done === "number" ? `${formatCount(body.done)} of ${text(body.total) || "?"}` : "";
  const detail = [text(body.message), share].filter(Boolean).join(" · ");
  return { title: `Phase: ${text(body.phase)}`, detail, tone: "neutral", raw: null };
}

function artifactLine({ body }: RunHistoryEvent): EventLine {
  const artifact: unknown = body.artifact;
  const path =
    typeof artifact === "object" && artifact !== null && "path" in artifact ? text(artifact.path) : "";
  const bytes = typeof body.bytes === "number" ? formatBytes(body.bytes) : "";
  const at = typeof body.trainStep === "number" ? `train step ${formatCount(body.trainStep)}` : "";
  return {
    title: `${body.final === true ? "Result" : "Wrote"}: ${text(body.kind)}`,
    detail: [at, bytes, path].filter(Boolean).join(" · "),
    tone: body.final === true ? "ok" : "neutral",
    raw: json(body),
  };
}

/** A refused batch stays in the trainer's `rejected` folder; what is told is why, field by field. */
function refusedLine({ body }: RunHistoryEvent): EventLine {
  const fields: unknown[] = Array.isArray(body.fields) ? body.fields : [];
  const said = fields.flatMap((field) =>
    typeof field === "object" && field !== null && "path" in field && "message" in field
      ? [`${text(field.path)}: ${text(field.message)}`]
      : [],
  );
  return {
    title: `Refused a batch of ${text(body.stream) || "events"}`,
    detail: [text(body.detail), ...said].filter(Boolean).join("\n"),
    tone: "bad",
    raw: json(body),
  };
}

function environmentLine({ body }: RunHistoryEvent): EventLine {
  const facts = typeof body.facts === "object" && body.facts !== null ? body.facts : {};
  const detail = Object.entries(facts)
    .map(([name, value]) => `${name} ${text(value)}`)
    .join(" · ");
  return { title: "Environment", detail, tone: "muted", raw: json(body) };
}

/** The record stands with the first training of the added seeds. */
function seedsAddedLine({ body }: RunHistoryEvent): EventLine {
  const seeds = Array.isArray(body.seeds) ? body.seeds.map(text).join(", ") : "";
  const known = `${text(body.finishedSeeds)} of ${text(body.seedsBefore)} seeds had finished, ${text(body.evaluationsKnown)} evaluations were complete`;
  return { title: `Seeds added: ${seeds}`, detail: known, tone: "warn", raw: json(body) };
}

/** An event in words. Kinds that this version does not know are shown as they are. */
export function describeEvent(event: RunHistoryEvent): EventLine {
  switch (event.type) {
    case "status":
      return statusLine(event);
    case "phase":
      return phaseLine(event);
    case "artifact":
      return artifactLine(event);
    case "batch-refused":
      return refusedLine(event);
    case "environment":
      return environmentLine(event);
    case "seeds-added":
      return seedsAddedLine(event);
    default:
      return { title: event.type, detail: "", tone: "neutral", raw: json(event.body) };
  }
}
