import type { Metadata } from "next";
import { PageHeader } from "@/components/shell/page-header";
import { Badge } from "@/components/ui/badge";
import { Panel } from "@/components/ui/panel";
import { ERRORS } from "@/lib/domain/errors";

export const metadata: Metadata = { title: "Errors of the API" };

/** Every code of an error answer; `type` of a problem links here. */
export default function ErrorsPage() {
  return (
    <>
      <PageHeader title="Errors of the API" />
      <div className="flex max-w-3xl flex-col gap-3 p-4">
        <p className="text-ink-2">
          Every error answer is problem+json with one of these codes, a sentence on what was wrong, the fields
          it concerns, and a request id that the server's log also has.
        </p>
        {Object.entries(ERRORS).map(([code, { status, title, hint, retryable }]) => (
          <div key={code} id={code} className="scroll-mt-4">
            <Panel
              title={
                <>
                  <code className="font-mono text-xs">{code}</code>{" "}
                  <span className="ml-2 font-normal">{title}</span>
                </>
              }
              aside={
                <>
                  {retryable ? <Badge tone="info">worth retrying</Badge> : null}
                  <Badge>HTTP {status}</Badge>
                </>
              }
            >
              {hint}
            </Panel>
          </div>
        ))}
      </div>
    </>
  );
}
