import { z } from "zod";
import { hostId } from "@/lib/contracts";
import { getDb } from "@/lib/server/db";
import { json, route } from "@/lib/server/http";
import { removeHost } from "@/lib/services/hosts/control-host";

export const DELETE = route(
  { access: "operator", params: z.strictObject({ id: hostId }) },
  async ({ params }) => json(await removeHost(getDb(), params.id, new Date())),
);
