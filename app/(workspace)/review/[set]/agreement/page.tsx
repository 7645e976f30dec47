import type { Metadata } from "next";
import { AgreementPage } from "@/components/review/agreement/agreement-page";
import { SetHeader } from "@/components/review/set-header";
import { scorersQuery } from "@/lib/contracts";
import { getDb } from "@/lib/server/db";
import { readAgreement } from "@/lib/services/reviews/agreement";
import { readScorers } from "@/lib/services/reviews/scorers";
import { whoIsIt } from "../../who";
import { setOfPage } from "../require-set";

export const metadata: Metadata = { title: "Agreement" };

export default async function AgreementRoute({ params }: { params: Promise<{ set: string }> }) {
  const db = getDb();
  const set = await setOfPage(db, params);
  const [who, agreement, scorers] = await Promise.all([
    whoIsIt(db, set.projectId),
    readAgreement(db, set.id),
    readScorers(db, set.id, scorersQuery.parse({})),
  ]);
  const imported = scorers.speakers.filter(({ id }) => !set.raters.some((rater) => rater.id === id));
  return (
    <>
      <SetHeader set={set} current="agreement" {...who} />
      <AgreementPage
        set={set.id}
        agreement={agreement}
        scorers={scorers}
        raters={[...set.raters, ...imported].map(({ id, name }) => ({ id, name }))}
      />
    </>
  );
}
