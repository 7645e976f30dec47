import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { CheckpointsView } from "@/components/runs/detail/checkpoints/checkpoints-view";
import { getDb } from "@/lib/server/db";
import { readCheckpoints } from "@/lib/services/retention/read-checkpoints";
import { runOrNotFound, runTitle } from "../read-run";

interface Props {
  params: Promise<{ id: string }>;
}

export const generateMetadata = ({ params }: Props): Promise<Metadata> => runTitle(params, "Checkpoints");

export default async function CheckpointsPage({ params }: Props) {
  const { run } = await runOrNotFound(params);
  const initial = await readCheckpoints(getDb(), run.id);
  if (!initial) notFound();
  return <CheckpointsView initial={initial} />;
}
