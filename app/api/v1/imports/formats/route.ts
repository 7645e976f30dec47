import { json, route } from "@/lib/server/http";
import { importableFormats } from "@/lib/services/imports/formats";

export const GET = route({ access: "operator" }, async () => json({ formats: importableFormats() }));
