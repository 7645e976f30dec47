/** Cache key of a run's checkpoints. */
export function checkpointsKey(runId: string) {
  return ["run", runId, "checkpoints"] as const;
}
