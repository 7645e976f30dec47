import type { Metadata } from "next";
import { ImportsView } from "@/components/imports/imports-view";
import { PageHeader } from "@/components/shell/page-header";
import { importsQuery } from "@/lib/contracts";
import { getDb } from "@/lib/server/db";
import { firstValues } from "@/lib/server/search-params";
import { importableFormats } from "@/lib/services/imports/formats";
import { listImports, projectNames } from "@/lib/services/imports/read-imports";

export const metadata: Metadata = { title: "Imports" };

interface Props {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

export default async function ImportsPage({ searchParams }: Props) {
  const asked = importsQuery.safeParse({ offset: firstValues(await searchParams).offset });
  const query = asked.success ? asked.data : importsQuery.parse({});
  const [first, projects] = await Promise.all([listImports(getDb(), query), projectNames(getDb())]);
  return (
    <>
      <PageHeader title="Imports" facts="Traces from elsewhere, with a report of what each source held" />
      <ImportsView
        key={query.offset}
        first={first}
        size={query.limit}
        formats={importableFormats()}
        projects={projects}
      />
    </>
  );
}
