import { EXPORTERS } from "@/lib/exporters";
import { json, route } from "@/lib/server/http";

export const GET = route({ access: "operator" }, async () =>
  json({
    formats: EXPORTERS.map(({ format, title, about, extension, uses }) => ({
      ...{ format, title, about, extension, uses },
    })),
  }),
);
