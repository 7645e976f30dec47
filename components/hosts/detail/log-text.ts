import type { HostLogLine } from "@/lib/contracts";

/** The fields of a line as one line of text: `name=value`, texts as they are where they hold no space. */
export function fieldsText(fields: HostLogLine["fields"]): string {
  return Object.entries(fields)
    .map(
      ([name, value]) =>
        `${name}=${typeof value === "string" && /^\S*$/.test(value) ? value : JSON.stringify(value)}`,
    )
    .join(" ");
}

/** Events that say that something is wrong; others are the agent's everyday work. */
const TROUBLE =
  /unreadable|unprepared|unanswered|no-answer|not-started|not-stop|hangs|failed|dropped|unknown|spool-left/;

export function isTrouble(event: string): boolean {
  return TROUBLE.test(event);
}
