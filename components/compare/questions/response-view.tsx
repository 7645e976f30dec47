import { LongText } from "@/components/traces/long-text";
import { RawResponse } from "@/components/traces/raw-response";
import { Badge } from "@/components/ui/badge";
import type { EvaluationQuestion } from "@/lib/contracts/question-results";
import { plural } from "@/lib/format/number";
import { parseResponse } from "@/lib/traces";

type Decode = EvaluationQuestion["decodes"][number];

export function VerdictMark({ correct }: { correct: boolean | null }) {
  if (correct === null) return <Badge tone="muted">no verdict</Badge>;
  return correct ? <Badge tone="ok">right</Badge> : <Badge tone="bad">wrong</Badge>;
}

/** One answer, cut into its trace steps; a response of invalid format stands as it was written, its fault marked. */
export function ResponseView({ decode, several }: { decode: Decode; several: boolean }) {
  const { steps, valid } = parseResponse(decode.response);
  return (
    <article className="min-w-0 border-b px-4 py-3 last:border-b-0">
      <header className="mb-2 flex flex-wrap items-center gap-x-3 gap-y-1 text-xs">
        {several ? <span className="text-ink-3">decode {decode.decode}</span> : null}
        <VerdictMark correct={decode.correct} />
        <span className="min-w-0">
          <span className="text-ink-3">answer </span>
          {decode.answer === null ? (
            <span className="text-ink-3">none</span>
          ) : (
            <LongText text={decode.answer} className="font-mono" />
          )}
        </span>
        <span className="text-ink-3">
          {plural(decode.responseTokens, "token")}
          {valid ? `, K = ${steps.length}` : ", invalid format"}
        </span>
      </header>
      {valid ? (
        <>
          <ol className="space-y-1.5">
            {steps.map((step, i) => (
              <li key={step.start} className="grid grid-cols-[2rem_minmax(0,1fr)] gap-x-1">
                <span className="pt-px font-mono text-ink-3 text-xs">
                  s<sub>{i + 1}</sub>
                </span>
                <LongText text={step.body} className="font-mono text-xs" />
              </li>
            ))}
          </ol>
          <details className="mt-2 text-xs">
            <summary className="cursor-pointer text-ink-3">The response to the letter</summary>
            <div className="mt-2">
              <RawResponse text={decode.response} escaped={false} />
            </div>
          </details>
        </>
      ) : (
        <RawResponse text={decode.response} escaped={false} />
      )}
    </article>
  );
}
