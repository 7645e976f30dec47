import { ProgressBar } from "@/components/ui/segmented-bar";
import { shareOf } from "@/lib/domain/preparation";

/** What an agent says of an environment that is not ready, with a bar where it names how much has come. */
export function TrainerProgress({ detail }: { detail: string }) {
  const share = shareOf(detail);
  return (
    <div className="flex min-w-0 flex-col gap-1">
      <p className="line-clamp-2 max-w-md break-words text-2xs text-ink-2" title={detail}>
        {detail}
      </p>
      {share === null ? null : (
        <div className="w-full max-w-48">
          <ProgressBar
            value={Math.round(share * 100)}
            max={100}
            label="Download of the trainer's environment, in percent"
          />
        </div>
      )}
    </div>
  );
}
