import { enrolRequest } from "@/lib/contracts/enrolments";
import { getDb } from "@/lib/server/db";
import { json, route, serverUrlOf } from "@/lib/server/http";
import { enrolHost } from "@/lib/services/enrolments/enrol";

export const POST = route({ access: "operator", body: enrolRequest }, async ({ body, request }) =>
  json(await enrolHost(getDb(), body, serverUrlOf(request)), { status: 201 }),
);
