import { ErrorState } from "@/components/ui/error-state";
import { ERRORS } from "@/lib/domain/errors";

/** A report that was changed since it was frozen, or is of a newer Stepwell: nothing of it is shown. */
export function UnreadableReport({ detail }: { detail: string }) {
  const { title, hint } = ERRORS["unreadable-report"];
  return <ErrorState title={title} detail={detail} hint={hint} />;
}
