import { detectImportBody } from "@/lib/contracts";
import { json, route } from "@/lib/server/http";
import { detectHeads } from "@/lib/services/imports/formats";

export const POST = route(
  { access: "operator", body: detectImportBody, limits: { maxBytes: 6_000_000 } },
  async ({ body }) => json(detectHeads(body.files)),
);
