/**
 * What the engine that runs a job (a process table, Slurm, Ray) says of it, in its own words beside ours. They come from
 * another machine: plain text, cut where they are long, whole on hover.
 */
export function EngineState({ said }: { said: string }) {
  if (said === "") return null;
  return (
    <span className="block max-w-56 truncate text-ink-3 text-xs" title={said}>
      <span className="sr-only">The engine says: </span>
      {said}
    </span>
  );
}
