import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { ImportDetail } from "@/components/imports/import-detail";
import { importId } from "@/lib/contracts";
import { AppError } from "@/lib/domain/errors";
import { getDb } from "@/lib/server/db";
import { importableFormats } from "@/lib/services/imports/formats";
import { readImport } from "@/lib/services/imports/read-imports";

export const metadata: Metadata = { title: "Import" };

export default async function ImportPage({ params }: { params: Promise<{ id: string }> }) {
  const id = importId.safeParse((await params).id);
  if (!id.success) notFound();
  const view = await readImport(getDb(), id.data).catch((error: unknown) => {
    if (error instanceof AppError && error.code === "not-found") notFound();
    throw error;
  });
  const title = importableFormats().find(({ format }) => format === view.format)?.title ?? view.format;
  return <ImportDetail first={view} formatTitle={title} />;
}
