import type { Metadata } from "next";
import { headers } from "next/headers";
import { notFound } from "next/navigation";
import { cache } from "react";
import { ReportActions } from "@/components/reports/report-actions";
import { ReportView } from "@/components/reports/report-view";
import { UnreadableReport } from "@/components/reports/unreadable-report";
import { PageHeader } from "@/components/shell/page-header";
import { AppError } from "@/lib/domain/errors";
import { routes } from "@/lib/domain/routes";
import { verifyReport } from "@/lib/reports/verify";
import { getDb } from "@/lib/server/db";
import { env } from "@/lib/server/env";
import { getReport, type ReadReport } from "@/lib/services/reports/read-reports";
import "./report.css";

interface Props {
  params: Promise<{ id: string }>;
}

/** The report, or in words why it cannot be shown; read once for the title and the page. */
const read = cache(async (id: string): Promise<ReadReport | string> => {
  try {
    return await getReport(getDb(), id);
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    if (error.code === "not-found") notFound();
    if (error.code === "unreadable-report") return error.message;
    throw error;
  }
});

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const report = await read((await params).id);
  return { title: typeof report === "string" ? "Report" : `Report: ${report.content.name}` };
}

/** Where this server is reached, as far as the request tells. */
async function origin(): Promise<string> {
  const { publicUrl } = env();
  if (publicUrl) return publicUrl.replace(/\/$/, "");
  const asked = await headers();
  return `${asked.get("x-forwarded-proto") ?? "http"}://${asked.get("host") ?? "localhost"}`;
}

export default async function ReportPage({ params }: Props) {
  const { id } = await params;
  const report = await read(id);
  const above = [{ label: "Reports", href: routes.reports() }];
  if (typeof report === "string")
    return (
      <>
        <PageHeader crumbs={above} title="Report" />
        <UnreadableReport detail={report} />
      </>
    );
  const { document, content } = report;
  const of = document.ablationId;
  return (
    <>
      <div className="no-print">
        <PageHeader
          crumbs={[...above, ...(of ? [{ label: content.name, href: routes.ablation(of) }] : [])]}
          title="Report"
          actions={<ReportActions id={id} />}
        />
      </div>
      <ReportView
        document={document}
        content={content}
        verified={verifyReport(content)}
        url={`${await origin()}${routes.report(id)}`}
      />
    </>
  );
}
