import type { Metadata } from "next";
import { notFound, redirect } from "next/navigation";
import { cache } from "react";
import { AblationOverview } from "@/components/ablations/ablation-overview";
import { routes } from "@/lib/domain/routes";
import { getDb } from "@/lib/server/db";
import { ablationKind } from "@/lib/services/ablations-read/ablation-kind";
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
  const { id } = await params;
  const kind = await ablationKind(getDb(), id);
  if (kind === "wrapped") redirect(routes.runs({ ablation: id }));
  if (kind === "import") redirect(routes.traces({ ablation: id }));
  const detail = await read(id);
  if (!detail) notFound();
  return <AblationOverview initial={detail} />;
}
