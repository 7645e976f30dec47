import { LIVE_HEARTBEAT_MS, LIVE_RETRY_MS, liveQuery } from "@/lib/contracts";
import { getSql } from "@/lib/server/db";
import { route } from "@/lib/server/http";
import { sseResponse } from "@/lib/server/sse";
import { type LiveSubscriber, liveHub } from "@/lib/services/live/hub";
import { concerns } from "@/lib/services/live/scope";

export const dynamic = "force-dynamic";

/** Live news as server-sent events; the protocol is described in lib/contracts/live.ts. */
export const GET = route({ access: "operator", query: liveQuery }, async ({ request, query }) => {
  const hub = liveHub(getSql());
  await hub.listen();
  const idOf = (number: number) => `${hub.epoch}-${number}`;
  const options = { signal: request.signal, heartbeatMs: LIVE_HEARTBEAT_MS, retryMs: LIVE_RETRY_MS };
  return sseResponse((client) => {
    const subscriber: LiveSubscriber = {
      onMessage: ({ number, message }) => {
        if (concerns(query, message)) client.send({ id: idOf(number), event: "news", data: message });
      },
      onReset: (number) => client.send({ id: idOf(number), event: "reset", data: {} }),
    };
    // Without an id from the start, a client that loses its line before the first news could not say where it was.
    const lastEventId = request.headers.get("last-event-id");
    if (lastEventId === null) client.send({ id: idOf(hub.lastNumber), event: "hello", data: {} });
    return hub.subscribe(subscriber, lastEventId);
  }, options);
});
