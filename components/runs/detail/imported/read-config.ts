import { z } from "zod";
import { importId } from "@/lib/contracts";

const config = z.object({ format: z.string(), source: z.string(), importId });

/** What the run of an import says of it (lib/services/imports/place.ts); null where an older one says nothing. */
export function importOf(of: Record<string, unknown>): z.output<typeof config> | null {
  return config.safeParse(of).data ?? null;
}
