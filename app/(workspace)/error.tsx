"use client";

import { PageHeader } from "@/components/shell/page-header";
import { ErrorState } from "@/components/ui/error-state";

interface Props {
  error: Error & { digest?: string };
  retry: () => void;
}

export default function WorkspaceError({ error, retry }: Props) {
  return (
    <>
      <PageHeader title="This page failed" />
      <ErrorState
        title="The server could not make this page"
        detail={error.message || "No reason was given."}
        hint="Try again. If it stays, the server's log has the cause under this number; npm run doctor looks at the database."
        requestId={error.digest}
        onRetry={retry}
      />
    </>
  );
}
