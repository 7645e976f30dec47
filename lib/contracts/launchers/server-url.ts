import { z } from "zod";
import { setting } from "./describe";

/** The server may have another address where the work is done than where the agent runs. */
export const serverUrlThere = setting(z.url({ protocol: /^https?$/ }).optional(), {
  title: "Server's address there",
  description: "the server's address as the nodes know it; the agent's own if left out",
});
