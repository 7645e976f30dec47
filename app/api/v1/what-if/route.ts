import { whatIfRequest } from "@/lib/contracts";
import { getDb } from "@/lib/server/db";
import { json, route } from "@/lib/server/http";
import { whileWanted } from "@/lib/server/while-wanted";
import { runWhatIf } from "@/lib/services/what-if/run-what-if";

/** Stored responses under other reward settings. A POST since the question is larger than an address; it changes nothing. */
export const POST = route({ access: "operator", body: whatIfRequest }, ({ request, body }) =>
  whileWanted(request, async (signal) => json(await runWhatIf(getDb(), body, signal))),
);
