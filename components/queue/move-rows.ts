import type { MoveRequest, QueuedJob, QueueView } from "@/lib/contracts";

/**
 * The shown queue as it will most likely look after a move, until the server answers: what goes along with the job, and
 * the way back to its launch order, only the server knows.
 */
export function withMoved(view: QueueView, id: string, request: MoveRequest): QueueView {
  const job = view.queued.find((one) => one.id === id);
  if (!job || request.to === "launch-order") return view;
  const others = view.queued.filter((one) => one.id !== id);
  const beside = "job" in request ? others.findIndex((one) => one.id === request.job) : 0;
  if (beside < 0) return view;
  const at = request.to === "after" ? beside + 1 : beside;
  const order: QueuedJob[] = [...others.slice(0, at), { ...job, moved: true }, ...others.slice(at)];
  const places = view.queued.map((one) => one.place);
  return { ...view, queued: order.map((one, i) => ({ ...one, place: places[i] ?? one.place })) };
}
