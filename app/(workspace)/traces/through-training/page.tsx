import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { PageHeader } from "@/components/shell/page-header";
import { visibleText } from "@/components/traces/text/visible-text";
import { ThroughView } from "@/components/traces/through/through-view";
import { LinkButton } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import {
  type PromptTraining,
  type PromptTrainingQuery,
  promptId,
  promptTrainingQuery,
} from "@/lib/contracts";
import { routes } from "@/lib/domain/routes";
import { getDb } from "@/lib/server/db";
import { getPromptTraining } from "@/lib/services/traces/get-prompt-training";

export const metadata: Metadata = { title: "One prompt through training" };

interface Props {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

/** The address names a prompt, and one run or one arm; anything else is no page. */
async function found(params: Record<string, string | string[] | undefined>) {
  const prompt = promptId.safeParse(params.prompt);
  const { run, arm, origin } = params;
  const query = promptTrainingQuery.safeParse({ run, arm, origin });
  if (!prompt.success || !query.success) return null;
  if ((query.data.run === undefined) === (query.data.arm === undefined)) return null;
  const training = await getPromptTraining(getDb(), prompt.data, query.data);
  return training ? { training, query: query.data } : null;
}

export default async function ThroughTrainingPage({ searchParams }: Props) {
  const page = await found(await searchParams);
  if (!page) notFound();
  const { training, query } = page;
  const [run] = training.runs;
  return (
    <>
      <PageHeader
        crumbs={[
          ...(query.run && run
            ? [
                { label: visibleText(run.name), href: routes.run(run.id) },
                { label: "Traces", href: routes.traces({ run: run.id }) },
              ]
            : []),
        ]}
        title={`${visibleText(training.prompt.key)} through training`}
        facts={scopeInWords(training, query)}
        actions={<Scopes training={training} query={query} />}
      />
      {training.trainSteps.length === 0 ? <Nothing query={query} /> : <ThroughView training={training} />}
    </>
  );
}

function scopeInWords({ runs }: PromptTraining, { arm, origin }: PromptTrainingQuery): string {
  const where = arm === undefined ? "one run" : `${runs.length} runs of one arm`;
  return `${where}, ${origin === "probe" ? "probe: diagnostic, never in the reward" : `origin ${origin}`}`;
}

/** The way from one run to its arm and back, and between training and probe. */
function Scopes({ training, query }: { training: PromptTraining; query: PromptTrainingQuery }) {
  const { prompt, runs } = training;
  const [run] = runs;
  const scope = query.arm === undefined ? { run: query.run ?? "" } : { arm: query.arm };
  const other = query.origin === "probe" ? "train" : "probe";
  return (
    <>
      {query.arm === undefined && run?.armId ? (
        <LinkButton
          size="sm"
          href={routes.throughTraining({ prompt: prompt.id, arm: run.armId, origin: query.origin })}
        >
          All runs of the arm
        </LinkButton>
      ) : null}
      {query.arm === undefined
        ? null
        : runs.map(({ id, seed }) => (
            <LinkButton
              key={id}
              size="sm"
              href={routes.throughTraining({ prompt: prompt.id, run: id, origin: query.origin })}
            >
              Seed {seed}
            </LinkButton>
          ))}
      {query.origin === "train" || query.origin === "probe" ? (
        <LinkButton
          size="sm"
          variant="ghost"
          href={routes.throughTraining({ prompt: prompt.id, ...scope, origin: other })}
        >
          {other === "probe" ? "Its probe" : "Its training"}
        </LinkButton>
      ) : null}
    </>
  );
}

function Nothing({ query }: { query: PromptTrainingQuery }) {
  return (
    <EmptyState title="No response to this prompt is stored here">
      {query.origin === "probe"
        ? "The probe asks a fixed set of prompts; this one is not among them."
        : "The run was not trained on this prompt, or its traces were not kept (trace sampling)."}
    </EmptyState>
  );
}
