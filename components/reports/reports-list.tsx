"use client";

import Link from "next/link";
import { parseAsInteger, useQueryState } from "nuqs";
import { LinkButton } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { Pager } from "@/components/ui/pager";
import { RelativeTime } from "@/components/ui/relative-time";
import { Table, Td, Th, Tr } from "@/components/ui/table";
import type { ReportSummary, ReportsPage } from "@/lib/contracts/report";
import { routes } from "@/lib/domain/routes";
import { plural } from "@/lib/format/number";

/** Narrow pages say these below the title instead. */
const WIDE = "hidden md:table-cell";

/** Frozen reports, the newest first. */
export function ReportsList({ page, offset, size }: { page: ReportsPage; offset: number; size: number }) {
  const [, setOffset] = useQueryState("offset", parseAsInteger.withOptions({ shallow: false }));
  if (page.total === 0) return <NoReports />;
  return (
    <>
      <Table>
        <thead>
          <tr>
            <Th>Report</Th>
            <Th>Frozen</Th>
            <Th numeric className={WIDE}>
              Arms
            </Th>
            <Th numeric className={WIDE}>
              Seeds
            </Th>
            <Th className={WIDE}>What the evidence supported</Th>
            <Th className={WIDE}>Content sha256</Th>
          </tr>
        </thead>
        <tbody>
          {page.reports.map((report) => (
            <Row key={report.id} report={report} />
          ))}
        </tbody>
      </Table>
      <Pager
        offset={offset}
        size={size}
        total={page.total}
        noun="report"
        onOffset={(next) => void setOffset(next)}
      />
    </>
  );
}

function Row({ report }: { report: ReportSummary }) {
  return (
    <Tr>
      <Td className="min-w-40 py-1.5 align-top">
        <Link href={routes.report(report.id)} className="font-medium hover:underline">
          {report.title}
        </Link>
        {report.pending > 0 ? <span className="block text-2xs text-warn">of unfinished work</span> : null}
        <span className="mt-0.5 block text-ink-2 text-xs md:hidden">{report.sentence}</span>
        <span className="block text-ink-3 text-xs md:hidden">
          {plural(report.arms, "arm")}, {plural(report.seeds, "seed")}
        </span>
      </Td>
      <Td className="py-1.5 align-top">
        <RelativeTime at={report.frozenAt} />
      </Td>
      <Td numeric className={`${WIDE} py-1.5 align-top`}>
        {report.arms}
      </Td>
      <Td numeric className={`${WIDE} py-1.5 align-top`}>
        {report.seeds}
      </Td>
      <Td className={`${WIDE} min-w-72 py-1.5 align-top text-ink-2 text-xs`}>
        <span className="line-clamp-3">{report.sentence}</span>
      </Td>
      <Td className={`${WIDE} py-1.5 align-top font-mono text-2xs text-ink-3`}>
        {report.contentSha256.slice(0, 12)}
      </Td>
    </Tr>
  );
}

function NoReports() {
  return (
    <EmptyState
      title="No report yet"
      action={
        <LinkButton variant="primary" href={routes.compare()}>
          Compare arms
        </LinkButton>
      }
    >
      <p>
        A report freezes what an ablation has and has not shown: the facts of one moment under an address that
        does not change, printable, and computable again by anybody.
      </p>
      <p>Freeze one from an ablation's page or from Compare.</p>
    </EmptyState>
  );
}
