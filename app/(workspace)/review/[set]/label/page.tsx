import type { Metadata } from "next";
import { LabelPage } from "@/components/review/label/label-page";
import { NobodyYet, NothingForYou } from "@/components/review/label/no-queue";
import { SetHeader } from "@/components/review/set-header";
import { getDb } from "@/lib/server/db";
import { firstValues } from "@/lib/server/search-params";
import { readLabelView } from "@/lib/services/reviews/label-view";
import { readQueue } from "@/lib/services/reviews/queue";
import { whoIsIt } from "../../who";
import { setOfPage } from "../require-set";

export const metadata: Metadata = { title: "Label" };

interface Props {
  params: Promise<{ set: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

export default async function LabelRoute({ params, searchParams }: Props) {
  const db = getDb();
  const found = await setOfPage(db, params);
  // What a blind set was frozen from may say what is hidden: "wrong answers only".
  const set = found.blind ? { ...found, selection: {} } : found;
  const { rater, known } = await whoIsIt(db, set.projectId);
  const header = <SetHeader set={set} current="label" rater={rater} known={known} />;
  if (!rater)
    return (
      <>
        {header}
        <NobodyYet set={set} known={known} />
      </>
    );
  const queue = await readQueue(db, set.id, rater.id);
  const { trace: asked } = firstValues(await searchParams);
  const trace =
    queue.items.find(({ traceId }) => traceId === asked) ??
    queue.items.find(({ status }) => status === "to-do") ??
    queue.items[0];
  if (!trace)
    return (
      <>
        {header}
        <NothingForYou set={set} rater={rater} />
      </>
    );
  const first = await readLabelView(db, set.id, { rater: rater.id, trace: trace.traceId });
  return (
    <>
      {header}
      <LabelPage key={rater.id} set={set} rater={rater} queue={queue} first={first} />
    </>
  );
}
