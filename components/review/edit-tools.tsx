import { KeysButton } from "@/components/shell/keys/keys";
import { Button } from "@/components/ui/button";
import { SavedState } from "./outbox/saved-state";

/** Beside everything that is judged: whether it is saved, one step back, and the keys. */
export function EditTools({ onUndo }: { onUndo: () => void }) {
  return (
    <div className="flex flex-wrap items-center gap-3">
      <SavedState />
      <Button size="sm" onClick={onUndo}>
        Undo
      </Button>
      <KeysButton />
    </div>
  );
}
