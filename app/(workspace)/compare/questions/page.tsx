import type { Metadata } from "next";
import { CompareFrame } from "@/components/compare/compare-frame";
import { NothingToCompare } from "@/components/compare/nothing-to-compare";
import { QuestionsView } from "@/components/compare/questions/questions-view";
import { routes } from "@/lib/domain/routes";
import { getDb } from "@/lib/server/db";
import { getQuestionResults } from "@/lib/services/results/get-question-results";
import { readSelection, type SearchParams } from "../read-selection";

export const metadata: Metadata = { title: "Questions" };

export default async function QuestionsPage({ searchParams }: { searchParams: SearchParams }) {
  const selected = await readSelection(searchParams);
  if (!selected) return <NothingToCompare />;
  const { selection, results } = selected;
  const questions = (await getQuestionResults(getDb(), selection)) ?? { tables: [] };
  return (
    <CompareFrame selection={selection} results={results} current="questions">
      <QuestionsView
        key={routes.compare(selection)}
        selection={selection}
        initial={results}
        initialQuestions={questions}
      />
    </CompareFrame>
  );
}
