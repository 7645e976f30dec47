import { CheckCircle2, TriangleAlert } from "lucide-react";
import { CopyButton } from "@/components/ui/copy-button";
import type { ReportContent, ReportDocument } from "@/lib/contracts/report";
import { routes } from "@/lib/domain/routes";
import { exactTime } from "@/lib/format/time";
import { STATISTICS_VERSION } from "@/lib/reports/conclude";
import type { Verified } from "@/lib/reports/verify";

const SHOWN_DIFFERENCES = 12;

/** What it is, when it was frozen, where it stands, and whether it still comes out the same. */
export function ReportHead({
  document,
  content,
  verified,
  url,
}: {
  document: Omit<ReportDocument, "content">;
  content: ReportContent;
  verified: Verified;
  /** Whole address, so that it is read off paper. */
  url: string;
}) {
  return (
    <header>
      <h1 className="break-words font-semibold text-xl leading-7">{content.name}</h1>
      <dl className="mt-2 grid grid-cols-[auto_1fr] gap-x-4 gap-y-0.5 text-xs [&_dt]:text-ink-3">
        <dt>Frozen</dt>
        <dd>
          <time dateTime={document.frozenAt}>{exactTime(document.frozenAt)}</time>
          {content.launchedAt ? `; launched ${exactTime(content.launchedAt)}` : ""}
        </dd>
        <dt>Permalink</dt>
        <dd className="flex items-center gap-1">
          <a href={routes.report(document.id)} className="break-all font-mono">
            {url}
          </a>
          <span className="no-print">
            <CopyButton text={url} label="permalink" />
          </span>
        </dd>
        <dt>Content</dt>
        <dd className="break-all font-mono">sha256 {document.contentSha256}</dd>
        <dt>Recomputed</dt>
        <dd>
          <Recomputed content={content} verified={verified} />
        </dd>
      </dl>
      {content.description ? (
        <p className="mt-3 max-w-prose whitespace-pre-line text-ink-2 text-sm">{content.description}</p>
      ) : null}
    </header>
  );
}

function Recomputed({ content, verified }: { content: ReportContent; verified: Verified }) {
  const { differences, otherStatistics } = verified;
  const versions = otherStatistics
    ? ` Frozen with version ${content.statistics.version} of the statistics, computed here with version ${STATISTICS_VERSION}.`
    : "";
  if (differences.length === 0)
    return (
      <span className="inline-flex items-baseline gap-1.5">
        <CheckCircle2 aria-hidden className="size-3.5 shrink-0 translate-y-0.5 text-ok" />
        <span>
          just now from the frozen facts: the same conclusions (
          {Object.keys(content.conclusions.values).length} values, sha256{" "}
          {content.conclusions.sha256.slice(0, 12)}).{versions}
        </span>
      </span>
    );
  return (
    <div role="alert" className="rounded border border-warn p-2">
      <p className="flex items-baseline gap-1.5 font-medium">
        <TriangleAlert aria-hidden className="size-3.5 shrink-0 translate-y-0.5 text-warn" />
        <span>
          {differences.length} conclusions are not what they were when this was frozen.{versions} This page
          shows what is computed now.
        </span>
      </p>
      <ul className="mt-1 list-disc pl-5">
        {differences.slice(0, SHOWN_DIFFERENCES).map((each) => (
          <li key={each.name}>
            <span className="font-mono">{each.name}</span>: frozen {String(each.frozen ?? "none")}, now{" "}
            {String(each.now ?? "none")}
          </li>
        ))}
        {differences.length > SHOWN_DIFFERENCES ? (
          <li>and {differences.length - SHOWN_DIFFERENCES} more</li>
        ) : null}
      </ul>
    </div>
  );
}
