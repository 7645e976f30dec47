import type { ApiEndpoint } from "./endpoint";

/** Images and videos of prompts. */
export const MEDIA_API: ApiEndpoint[] = [
  {
    method: "GET",
    path: "/api/v1/media/{sha256}",
    access: "operator",
    summary:
      "An image or a video of a prompt, by the sum that the prompt's `media` names; `Range: bytes=N-M` gives a part of it.",
    errors: ["range-not-satisfiable"],
  },
];
