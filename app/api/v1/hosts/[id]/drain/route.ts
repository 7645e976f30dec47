import { z } from "zod";
import { hostId } from "@/lib/contracts";
import { getDb } from "@/lib/server/db";
import { json, route } from "@/lib/server/http";
import { orderHost } from "@/lib/services/hosts/control-host";

export const POST = route(
  { access: "operator", params: z.strictObject({ id: hostId }) },
  async ({ params }) => json(await orderHost(getDb(), params.id, "drain", new Date())),
);
