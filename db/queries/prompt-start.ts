import { sql } from "drizzle-orm";
import { prompts } from "../schema";

/** Code points of a prompt that a list shows. */
export const PREVIEW_CHARACTERS = 200;
/** An escape is six characters long, so this many hold at least as many code points as are shown. */
const ESCAPED_PREVIEW = 6 * PREVIEW_CHARACTERS;

/** How a prompt begins, as it is stored: as much of it as a list shows. */
export const promptStart = sql<string>`left(${prompts.messages} -> -1 ->> 'content', case when ${prompts.textEscaped}
  then ${sql.raw(String(ESCAPED_PREVIEW))} else ${sql.raw(String(PREVIEW_CHARACTERS))} end)`;
