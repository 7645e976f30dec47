import { Badge } from "@/components/ui/badge";
import { cx } from "@/components/ui/cx";
import { LongText } from "../long-text";
import { visibleText } from "../text/visible-text";
import { KIND_WORDS, LABEL_LOOKS, type SaidOfStep, scorerName, valueInWords } from "./prepare-scorers";

/** What every other scorer says of a trace step, beside what the continuations say. */
export function StepScores({ said }: { said: readonly SaidOfStep[] }) {
  if (said.length === 0) return null;
  return (
    <ul aria-label="Scores and labels" className="mt-2 flex flex-col gap-1 border-t pt-1.5 text-xs">
      {said.map((one) => (
        <Said key={one.scorer.id} said={one} />
      ))}
    </ul>
  );
}

function Said({ said: { scorer, score, isFirstError } }: { said: SaidOfStep }) {
  const { word, says } = KIND_WORDS[scorer.kind];
  const value = valueInWords(score);
  const look = score.label === null ? null : LABEL_LOOKS[score.label];
  return (
    <li className="min-w-0">
      <div className="flex flex-wrap items-center gap-x-1.5 gap-y-0.5">
        <span className="min-w-0 truncate text-ink-2" title={`${scorerName(scorer)}: ${says}`}>
          <bdi>{visibleText(scorerName(scorer))}</bdi>
        </span>
        <span className={cx("text-ink-3", scorer.kind === "empirical" && "italic")}>{word}</span>
        {value === null ? null : (
          <span className={cx("font-medium", score.n === 0 && "hatched rounded-xs px-1")}>{value}</span>
        )}
        {look ? <Badge tone={look.tone}>{look.word}</Badge> : null}
        {isFirstError ? <Badge tone="bad">first error</Badge> : null}
        {score.tags.map((tag) => (
          <Badge key={tag}>{visibleText(tag)}</Badge>
        ))}
      </div>
      {score.note === "" ? null : (
        <div className="text-ink-2">
          <LongText text={score.note} />
        </div>
      )}
    </li>
  );
}
