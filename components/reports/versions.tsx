import type { ReactNode } from "react";
import type { ReportContent, ReportDocument } from "@/lib/contracts/report";
import { listed, resultNames } from "@/lib/domain/result-names";
import { formatCount } from "@/lib/format/number";
import { ReportSection } from "./report-section";

/** Code, models, data, checkpoints and seeds: what somebody else needs to do it again. */
export function Versions({
  content,
  document,
}: {
  content: ReportContent;
  document: Omit<ReportDocument, "content">;
}) {
  const { runs, versions, statistics, results } = content;
  const distinct = (pick: (run: (typeof runs)[number]) => string) =>
    [...new Set(runs.map(pick))].filter(Boolean);
  return (
    <ReportSection id="versions" title="Versions and seeds">
      <dl className="grid grid-cols-1 gap-x-4 gap-y-1.5 text-xs sm:grid-cols-[11rem_1fr] [&_dd]:mb-1 [&_dd]:break-words [&_dt]:text-ink-3">
        <Fact label="Code of the trainings">{listed(distinct((run) => run.codeVersion)) || "none"}</Fact>
        <Fact label="Code that froze this">{document.codeVersion}</Fact>
        <Fact label="Models">{listed(distinct((run) => run.modelId)) || "none"}</Fact>
        <Fact label="Training seeds">
          {runs.length === 0 ? "none" : listed([...new Set(runs.map((run) => String(run.seed)))])}
        </Fact>
        <Fact label="Statistics">
          version {statistics.version}; intervals {100 * statistics.options.level}%, verdicts at{" "}
          {statistics.options.alpha}, power {100 * statistics.options.power}%, practically equal within ±
          {100 * statistics.options.delta} points; random numbers {statistics.generator}, seed{" "}
          {statistics.generatorSeed}
        </Fact>
        <Fact label="Benchmarks">
          <Lines
            items={versions.benchmarks.map((each) => ({
              key: each.contentSha256 + each.key,
              text: `${each.title} (${each.key}), ${each.questions} questions, ${each.evaluations} evaluations`,
              sum: each.contentSha256,
            }))}
          />
        </Fact>
        <Fact label="Evaluation">
          {versions.evaluation
            .map(({ settings, evaluations }) => `${evaluations} evaluations: ${settingsText(settings)}`)
            .join("; ") || "none"}
        </Fact>
        <Fact label="Rewritten traces">
          <Lines
            items={versions.trainingData.flatMap(({ name, jobId, files }) =>
              files.map((file) => ({
                key: jobId + file.path,
                text: `${name}: ${file.path}, ${formatCount(file.bytes)} bytes`,
                sum: file.sha256,
              })),
            )}
          />
        </Fact>
        <Fact label="Environment, as trainers told it">{environmentOf(runs)}</Fact>
      </dl>
      <Checkpoints content={content} names={resultNames(results)} />
    </ReportSection>
  );
}

function Fact({ label, children }: { label: string; children: ReactNode }) {
  return (
    <>
      <dt>{label}</dt>
      <dd>{children}</dd>
    </>
  );
}

function Lines({ items }: { items: readonly { key: string; text: string; sum: string }[] }) {
  if (items.length === 0) return "none";
  return (
    <ul className="space-y-0.5">
      {items.map(({ key, text, sum }) => (
        <li key={key}>
          {text}
          <span className="block break-all font-mono text-2xs text-ink-3">sha256 {sum}</span>
        </li>
      ))}
    </ul>
  );
}

const settingsText = (settings: Record<string, unknown>) =>
  Object.entries(settings)
    .map(([name, value]) => `${name} ${String(value)}`)
    .join(", ");

/** Facts that trainers told of themselves, once each: "torch 2.9.1; device cpu". */
function environmentOf(runs: ReportContent["runs"]): string {
  const facts = new Map<string, Set<string>>();
  for (const { environment } of runs)
    for (const [name, value] of Object.entries(environment))
      facts.set(name, (facts.get(name) ?? new Set()).add(value));
  const told = [...facts]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, values]) => `${name} ${listed([...values])}`);
  return told.join("; ") || "none";
}

/** Every training with its seed, warm-up and final checkpoint. */
function Checkpoints({
  content: { runs, versions },
  names,
}: {
  content: ReportContent;
  names: ReturnType<typeof resultNames>;
}) {
  if (runs.length === 0) return null;
  const checkpointOf = new Map(versions.checkpoints.map((each) => [each.runId, each]));
  return (
    <details className="mt-3 text-xs">
      <summary className="font-medium text-sm">Every training and its checkpoint ({runs.length})</summary>
      <ul className="mt-2 space-y-1">
        {runs.map((run) => {
          const checkpoint = checkpointOf.get(run.runId);
          return (
            <li key={run.runId} className="break-inside-avoid">
              {run.arm === null ? "warm-up" : names.arm(run.arm)}, seed {run.seed}: {run.stage}, {run.status},{" "}
              {run.trainSteps ?? 0} of {run.plannedTrainSteps} train steps;{" "}
              <span className="font-mono text-2xs">{run.runId}</span>
              {run.warmUpRunId !== null && run.warmUpRunId !== run.runId ? (
                <>
                  {" "}
                  from <span className="font-mono text-2xs">{run.warmUpRunId}</span>
                </>
              ) : null}
              <span className="block break-all font-mono text-2xs text-ink-3">
                {checkpoint
                  ? `checkpoint at train step ${checkpoint.trainStep}, ${checkpoint.files} files, manifest sha256 ${checkpoint.manifestSha256}`
                  : "no final checkpoint known"}
              </span>
            </li>
          );
        })}
      </ul>
    </details>
  );
}
