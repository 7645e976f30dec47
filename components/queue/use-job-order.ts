import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useNotify } from "@/components/ui/toast";
import { fetchJson, jsonBody } from "@/lib/client/fetch-json";
import { type ControlAnswer, controlAnswer } from "@/lib/contracts";

type Order = "cancel" | "retry" | "pause" | "resume";
type Said = Parameters<ReturnType<typeof useNotify>>[0];

/**
 * Orders one job about, and says what became of it.
 *
 * @param shownBy query keys of what shows the job: asked anew after every order
 */
export function useJobOrder(job: { id: string; name: string }, shownBy: readonly (readonly string[])[]) {
  const client = useQueryClient();
  const notify = useNotify();
  const [busy, setBusy] = useState(false);
  const give = async (order: Order, said: (changed: ControlAnswer["jobs"]) => Said) => {
    setBusy(true);
    try {
      const path = `/api/v1/jobs/${job.id}/${order}`;
      const { jobs } = await fetchJson(path, controlAnswer, jsonBody("POST", {}));
      notify(said(jobs));
    } catch (error) {
      notify({
        title: `${job.name} was left as it is`,
        description: error instanceof Error ? error.message : String(error),
        failure: true,
      });
    } finally {
      setBusy(false);
      await Promise.all(shownBy.map((queryKey) => client.invalidateQueries({ queryKey: [...queryKey] })));
    }
  };
  return { busy, give };
}
