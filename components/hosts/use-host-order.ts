"use client";

import { useQueryClient } from "@tanstack/react-query";
import { useNotify } from "@/components/ui/toast";
import { fetchJson, jsonBody } from "@/lib/client/fetch-json";
import { type HostList, type HostView, hostControlAnswer } from "@/lib/contracts";
import { type HostOrder, hostStateAfter } from "@/lib/domain/host-state";
import { plural } from "@/lib/format/number";

const HOSTS = ["hosts"];

/** Orders to one host: the page shows them at once and takes them back where the server refuses. */
export function useHostOrder(host: HostView) {
  const client = useQueryClient();
  const notify = useNotify();

  const show = (change: (hosts: HostView[]) => HostView[]) =>
    client.setQueryData<HostList>(HOSTS, (list) => list && { ...list, hosts: change(list.hosts) });

  const order = async (what: HostOrder): Promise<void> => {
    await client.cancelQueries({ queryKey: HOSTS });
    const before = client.getQueryData<HostList>(HOSTS);
    const state = hostStateAfter(host.state, what) ?? host.state;
    show((hosts) => hosts.map((one) => (one.id === host.id ? { ...one, state } : one)));
    try {
      await fetchJson(`/api/v1/hosts/${host.id}/${what}`, hostControlAnswer, jsonBody("POST", {}));
    } catch (error) {
      client.setQueryData(HOSTS, before);
      notify({
        title: `${host.name} is as it was`,
        description: error instanceof Error ? error.message : String(error),
        failure: true,
      });
    } finally {
      await client.invalidateQueries({ queryKey: HOSTS });
    }
  };

  /** Rejects with the server's reason, for the dialog that asked. */
  const remove = async (): Promise<void> => {
    const { jobs } = await fetchJson(`/api/v1/hosts/${host.id}`, hostControlAnswer, { method: "DELETE" });
    show((hosts) => hosts.filter((one) => one.id !== host.id));
    notify({
      title: `${host.name} is removed`,
      description: jobs.length > 0 ? `${plural(jobs.length, "waiting job")} told; see the queue.` : "",
    });
    await client.invalidateQueries({ queryKey: HOSTS });
  };

  return { order, remove };
}
