import type { Db } from "@/db/client";
import type { HostDetail } from "@/lib/contracts";
import { serverVersions } from "@/lib/server/agent-files";
import { listHosts } from "./list-hosts";

/** One host as shown to people, or null if there is none of that id (or it was removed). */
export async function getHost(db: Db, id: string, now: Date): Promise<HostDetail | null> {
  const host = (await listHosts(db, now)).find((one) => one.id === id);
  return host ? { host, serverVersion: serverVersions().server } : null;
}
