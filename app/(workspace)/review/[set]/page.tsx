import type { Metadata } from "next";
import { SetActions } from "@/components/review/overview/set-actions";
import { SetOverview } from "@/components/review/overview/set-overview";
import { SetHeader } from "@/components/review/set-header";
import { getDb } from "@/lib/server/db";
import { readAdjudication } from "@/lib/services/reviews/adjudication";
import { readAgreement } from "@/lib/services/reviews/agreement";
import { whoIsIt } from "../who";
import { setOfPage } from "./require-set";

export const metadata: Metadata = { title: "Review set" };

export default async function ReviewSetRoute({ params }: { params: Promise<{ set: string }> }) {
  const db = getDb();
  const set = await setOfPage(db, params);
  const [who, agreement, adjudication] = await Promise.all([
    whoIsIt(db, set.projectId),
    readAgreement(db, set.id),
    readAdjudication(db, set.id),
  ]);
  return (
    <>
      <SetHeader set={set} current="overview" {...who} actions={<SetActions set={set} known={who.known} />} />
      <SetOverview set={set} agreement={agreement} adjudication={adjudication} />
    </>
  );
}
