import { z } from "zod";
import { hostId } from "@/lib/contracts";
import { notFound } from "@/lib/domain/errors";
import { getDb } from "@/lib/server/db";
import { json, route } from "@/lib/server/http";
import { removeHost } from "@/lib/services/hosts/control-host";
import { getHost } from "@/lib/services/hosts/get-host";

const params = z.strictObject({ id: hostId });

export const GET = route({ access: "operator", params }, async ({ params: { id } }) => {
  const host = await getHost(getDb(), id, new Date());
  if (!host) throw notFound("host", id);
  return json(host);
});

export const DELETE = route({ access: "operator", params }, async ({ params: { id } }) =>
  json(await removeHost(getDb(), id, new Date())),
);
