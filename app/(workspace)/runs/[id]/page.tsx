import type { Metadata } from "next";
import { CurvesView } from "@/components/runs/detail/curves/curves-view";
import { ImportedRun } from "@/components/runs/detail/imported/imported-run";
import { getDb } from "@/lib/server/db";
import { readSeries } from "@/lib/services/series/read-series";
import { runOrNotFound, runTitle } from "./read-run";

interface Props {
  params: Promise<{ id: string }>;
}

export const generateMetadata = ({ params }: Props): Promise<Metadata> => runTitle(params);

/** The catalogue decides which charts there are, so it comes with the page: nothing moves when their values arrive. */
export default async function RunPage({ params }: Props) {
  const { run } = await runOrNotFound(params);
  if (run.stage === "import") return <ImportedRun />;
  const catalogue = await readSeries(getDb(), {
    ...{ runIds: [run.id], names: [], buckets: 2, axis: "trainStep" as const, superseded: false },
  });
  return <CurvesView catalogue={catalogue} />;
}
