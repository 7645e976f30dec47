import { type inferParserType, parseAsString } from "nuqs/server";

/** What of the queue is shown lives in the URL. */
export const QUEUE_STATE = {
  ablation: parseAsString.withDefault(""),
  host: parseAsString.withDefault(""),
} as const;
export type QueueState = inferParserType<typeof QUEUE_STATE>;

/** The query string of the API for this state; what is empty is left out. */
export function queueQueryText({ ablation, host }: QueueState): string {
  return new URLSearchParams({ ...(ablation && { ablation }), ...(host && { host }) }).toString();
}
