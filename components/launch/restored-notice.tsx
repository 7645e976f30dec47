import { Button } from "@/components/ui/button";

/** Says that the form holds an earlier draft, and how to start over. */
export function RestoredNotice({ onDiscard }: { onDiscard: () => void }) {
  return (
    <div
      role="status"
      className="flex flex-wrap items-center justify-between gap-2 rounded-lg border border-info/40 bg-info/5 px-4 py-2 text-sm"
    >
      Your changes from before are still here.
      <Button size="sm" onClick={onDiscard}>
        Start over
      </Button>
    </div>
  );
}
