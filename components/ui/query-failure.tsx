import { ApiError } from "@/lib/client/fetch-json";
import { ErrorState } from "./error-state";

interface Props {
  /** What could not be read. */
  title: string;
  error: Error;
  onRetry: () => void;
}

/** What a page shows where its data could not be read: the server's sentence, its hint, and another try. */
export function QueryFailure({ title, error, onRetry }: Props) {
  const problem = error instanceof ApiError ? error.problem : null;
  return <ErrorState title={title} detail={error.message} hint={problem?.hint} onRetry={onRetry} />;
}
