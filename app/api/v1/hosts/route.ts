import { getDb } from "@/lib/server/db";
import { json, route } from "@/lib/server/http";
import { hostsWithVersion } from "@/lib/services/hosts/list-hosts";

/** Hosts that agents registered, the last seen first. */
export const GET = route({ access: "operator" }, async () =>
  json(await hostsWithVersion(getDb(), new Date())),
);
