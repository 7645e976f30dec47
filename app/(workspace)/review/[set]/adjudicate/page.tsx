import type { Metadata } from "next";
import { AdjudicatePage } from "@/components/review/adjudicate/adjudicate-page";
import { SetHeader } from "@/components/review/set-header";
import { getDb } from "@/lib/server/db";
import { readAdjudication } from "@/lib/services/reviews/adjudication";
import { whoIsIt } from "../../who";
import { setOfPage } from "../require-set";

export const metadata: Metadata = { title: "Adjudicate" };

export default async function AdjudicateRoute({ params }: { params: Promise<{ set: string }> }) {
  const db = getDb();
  const set = await setOfPage(db, params);
  const [who, first] = await Promise.all([whoIsIt(db, set.projectId), readAdjudication(db, set.id)]);
  return (
    <>
      <SetHeader set={set} current="adjudicate" {...who} />
      <AdjudicatePage set={set.id} first={first} />
    </>
  );
}
