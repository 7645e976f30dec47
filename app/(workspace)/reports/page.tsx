import type { Metadata } from "next";
import { ReportsList } from "@/components/reports/reports-list";
import { PageHeader } from "@/components/shell/page-header";
import { reportsQuery } from "@/lib/contracts";
import { getDb } from "@/lib/server/db";
import { firstValues } from "@/lib/server/search-params";
import { listReports } from "@/lib/services/reports/read-reports";

export const metadata: Metadata = { title: "Reports" };

interface Props {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

export default async function ReportsPage({ searchParams }: Props) {
  const { offset, ablation } = firstValues(await searchParams);
  const asked = reportsQuery.safeParse({ offset, ablation });
  const query = asked.success ? asked.data : reportsQuery.parse({});
  const page = await listReports(getDb(), query);
  return (
    <>
      <PageHeader title="Reports" />
      <ReportsList page={page} offset={query.offset} size={query.limit} />
    </>
  );
}
