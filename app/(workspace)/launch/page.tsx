import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { ForkNotice } from "@/components/launch/fork-notice";
import { LaunchForm } from "@/components/launch/launch-form";
import { NoFork } from "@/components/launch/no-fork";
import { type Filled, fillIn, readPrefill } from "@/components/launch/prefill";
import { PresetPicker } from "@/components/launch/preset-picker";
import { PageHeader } from "@/components/shell/page-header";
import type { AblationSpec } from "@/lib/contracts";
import { AppError } from "@/lib/domain/errors";
import { routes } from "@/lib/domain/routes";
import { PRESETS, presetOf } from "@/lib/presets";
import { getDb } from "@/lib/server/db";
import { firstValues } from "@/lib/server/search-params";
import { listHosts } from "@/lib/services/hosts/list-hosts";
import { type Fork, forkOrReason, type NoFork as Refused } from "@/lib/services/launch/forks";
import { getLaunchSpec } from "@/lib/services/launch/get-launch-spec";
import { readSeedSpreads } from "@/lib/services/launch/seed-spreads";

export const metadata: Metadata = { title: "Launch" };

type Query = Partial<Record<string, string>>;

interface Props {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

interface Source {
  /** The checkpoint that it is a fork of. */
  fork: Fork | null;
  /** Names the draft that the browser keeps. */
  key: string;
  spec: AblationSpec;
  preset: string | null;
  ablation: { id: string; name: string } | null;
}

async function fromAblation(id: string): Promise<Source | null> {
  try {
    const spec = await getLaunchSpec(getDb(), id);
    return { key: id, spec, preset: null, ablation: { id, name: spec.name }, fork: null };
  } catch (error) {
    if (error instanceof AppError && error.code === "not-found") return null;
    throw error;
  }
}

/** A link to a checkpoint may be older than its files: what cannot be forked (any more) says why. */
async function fromCheckpoint(id: string): Promise<Source | Refused> {
  const fork = await forkOrReason(getDb(), id);
  if ("why" in fork) return fork;
  const { spec, ablation } = fork;
  return { key: `fork ${id}`, spec, preset: null, ablation, fork };
}

async function sourceOf({ fork, from, preset: key }: Query): Promise<Source | Refused | null> {
  if (fork) return fromCheckpoint(fork);
  if (from) return fromAblation(from);
  const preset = key ? presetOf(key) : (PRESETS[0] ?? null);
  return preset && { key: preset.key, spec: preset.spec, preset: preset.key, ablation: null, fork: null };
}

/** What another page asks to be filled in; null where it asks nothing. */
function filledFrom(spec: AblationSpec, query: Partial<Record<string, string>>): Filled | null {
  const { prefill, problems } = readPrefill(query);
  if (problems.length > 0) return { spec, arm: null, settings: [], problems };
  return prefill && fillIn(spec, prefill);
}

function crumbsOf(ablation: { id: string; name: string } | null) {
  return [
    { label: "Ablations", href: routes.ablations() },
    ...(ablation ? [{ label: ablation.name, href: routes.ablation(ablation.id) }] : []),
  ];
}

function Refusal({ why, from }: Refused) {
  return (
    <>
      <PageHeader title="Fork a checkpoint" crumbs={crumbsOf(from?.ablation ?? null)} />
      <NoFork why={why} from={from} />
    </>
  );
}

export default async function LaunchPage({ searchParams }: Props) {
  const query = firstValues(await searchParams);
  const [source, hosts] = await Promise.all([sourceOf(query), listHosts(getDb(), new Date())]);
  if (!source) notFound();
  if ("why" in source) return <Refusal {...source} />;
  const { ablation, fork } = source;
  const spreads = await readSeedSpreads(getDb(), source.spec.profile);
  const filled = filledFrom(source.spec, query);
  // A draft that was kept of the plain form must not take the place of what another page asks for.
  const key = filled ? [source.key, query.arm, query.reward, query.grpo].join(" ") : source.key;
  return (
    <>
      <PageHeader
        title={fork ? "Fork a checkpoint" : ablation ? "Launch again with changes" : "Launch an ablation"}
        crumbs={crumbsOf(ablation)}
        facts={
          ablation && !fork ? <span>every setting is that of {ablation.name} until you change it</span> : null
        }
      />
      {ablation ? null : <PresetPicker current={source.preset} />}
      {fork ? <ForkNotice fork={fork} /> : null}
      <LaunchForm
        key={key}
        source={key}
        spec={filled?.spec ?? source.spec}
        hosts={hosts}
        spreads={spreads}
        filled={filled}
      />
    </>
  );
}
