import { z } from "zod";
import { agentFileName } from "@/lib/contracts/agent-files";
import { readAgentFile } from "@/lib/server/agent-files";
import { route } from "@/lib/server/http";

const TYPES: Record<string, string> = {
  json: "application/json",
  mjs: "text/javascript; charset=utf-8",
  sh: "text/x-shellscript; charset=utf-8",
  txt: "text/plain; charset=utf-8",
};

/** The program that hosts run, and what it needs: nothing of it is secret, and a host has no browser's session. */
export const GET = route(
  { access: "public", params: z.strictObject({ file: agentFileName }) },
  async ({ params: { file } }) => {
    const content = readAgentFile(file);
    const type = TYPES[file.split(".").at(-1) ?? ""] ?? "application/octet-stream";
    return new Response(new Uint8Array(content), {
      headers: { "content-type": type, "cache-control": "no-store", "x-content-type-options": "nosniff" },
    });
  },
);
