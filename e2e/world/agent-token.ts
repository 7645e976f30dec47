import { openDb } from "../../db/client";
import { mintToken } from "../../lib/server/tokens";
import { socketDir } from "./server";

/** A token for an agent of the shared Stepwell, minted as no page and no route does. */
export async function mintAgentToken(subject: string): Promise<string> {
  const handle = openDb({ socketDir: socketDir(), database: "stepwell" }, { max: 1 });
  try {
    return (await mintToken(handle.db, "agent", subject)).token;
  } finally {
    await handle.close();
  }
}
