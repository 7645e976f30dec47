import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { cache } from "react";
import { AblationOverview } from "@/components/ablations/ablation-overview";
import { getDb } from "@/lib/server/db";
import { getAblation } from "@/lib/services/ablations-read/get-ablation";

interface Props {
  params: Promise<{ id: string }>;
}

/** Read once for the title and the page. */
const read = cache((id: string) => getAblation(getDb(), id));

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const detail = await read((await params).id);
  return { title: detail?.summary.name ?? "Not found" };
}

export default async function AblationPage({ params }: Props) {
  const detail = await read((await params).id);
  if (!detail) notFound();
  return <AblationOverview initial={detail} />;
}
