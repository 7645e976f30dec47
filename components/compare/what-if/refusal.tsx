import { ErrorState } from "@/components/ui/error-state";
import { ApiError } from "@/lib/client/fetch-json";

/** Why the server did not compute it, and what to do. */
export function Refusal({ error, onRetry }: { error: Error; onRetry: () => void }) {
  const problem = error instanceof ApiError ? error.problem : null;
  return (
    <ErrorState
      title={problem?.title ?? "This could not be computed"}
      detail={problem?.detail ?? error.message}
      hint={problem?.hint}
      requestId={problem?.requestId}
      {...(problem?.retryable === false ? {} : { onRetry })}
    />
  );
}
