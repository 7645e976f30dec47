"use client";

import { useMutation } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { fetchJson, jsonBody } from "@/lib/client/fetch-json";
import { rater } from "@/lib/contracts";
import { raterCookie } from "@/lib/domain/rater-cookie";
import { apiRoutes } from "@/lib/domain/routes";

/** Makes a name the one that labels in this browser, in a project, and draws the page anew for it. */
export function useChooseRater(project: string, onChosen?: () => void) {
  const router = useRouter();
  return useMutation({
    mutationFn: (name: string) => fetchJson(apiRoutes.raters(), rater, jsonBody("POST", { project, name })),
    onSuccess: ({ name }) => {
      // As in the theme toggle: the CookieStore API is not everywhere.
      Reflect.set(document, "cookie", raterCookie(name));
      onChosen?.();
      router.refresh();
    },
  });
}
