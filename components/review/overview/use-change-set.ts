"use client";

import { useMutation } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { fetchJson, jsonBody } from "@/lib/client/fetch-json";
import { type ReviewSetChange, reviewSetView } from "@/lib/contracts";
import { apiRoutes } from "@/lib/domain/routes";

/** Sends a change of a set and draws the page anew. */
export function useChangeSet(id: string, onDone?: () => void) {
  const router = useRouter();
  return useMutation({
    mutationFn: (body: ReviewSetChange) =>
      fetchJson(apiRoutes.reviewSet(id), reviewSetView, jsonBody("PATCH", body)),
    onSuccess: () => {
      onDone?.();
      router.refresh();
    },
  });
}
