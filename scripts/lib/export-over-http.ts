import { z } from "zod";
import { type ExportProvenance, exportProvenance } from "@/lib/contracts";
import { exportQuery } from "@/lib/exporters/address";
import { ApiClient, ApiRefusal } from "./api-client";
import type { ExportCommand } from "./export-options";

const facets = z.looseObject({ projects: z.array(z.looseObject({ id: z.string(), name: z.string() })) });

async function projectIdOf(api: ApiClient, named: string): Promise<string> {
  const { projects } = await api.get("/api/v1/explorer/facets", facets);
  const found = projects.find(({ id, name }) => id === named || name === named);
  if (!found)
    throw new ApiRefusal(
      404,
      `no project ${named}: there are ${projects.map(({ name }) => name).join(", ")}`,
    );
  return found.id;
}

async function jsonOf(chunks: AsyncIterable<Uint8Array>): Promise<unknown> {
  const all: Uint8Array[] = [];
  for await (const chunk of chunks) all.push(chunk);
  return JSON.parse(Buffer.concat(all).toString("utf8"));
}

/** An export as a server streams it, and what asks for its provenance afterwards. */
export async function exportOverHttp(
  url: string,
  { format, project, request }: ExportCommand,
): Promise<{ pieces: AsyncIterable<Uint8Array>; provenance: () => Promise<ExportProvenance> }> {
  const api = new ApiClient(url);
  const named = project === null ? request : { ...request, project: await projectIdOf(api, project) };
  const path = `/api/v1/exports/${format}`;
  return {
    pieces: await api.stream(`${path}?${exportQuery(named)}`),
    // Made as the file was: it may take as long.
    provenance: async () =>
      exportProvenance.parse(await jsonOf(await api.stream(`${path}/provenance?${exportQuery(named)}`))),
  };
}
