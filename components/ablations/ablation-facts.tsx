import { ArmChip } from "@/components/ui/arm-chip";
import { CopyButton } from "@/components/ui/copy-button";
import { Elapsed } from "@/components/ui/elapsed";
import { type KeyValue, KeyValues } from "@/components/ui/key-values";
import { SegmentedBar } from "@/components/ui/segmented-bar";
import type { AblationDetail, ArmSummary } from "@/lib/contracts";
import { formatCount, formatShare } from "@/lib/format/number";
import { statusParts } from "./status-parts";

function Contrast({ detail }: { detail: AblationDetail }) {
  const { contrast, summary } = detail;
  if (!contrast) return <span className="text-ink-3">none declared</span>;
  const arm = (key: string): ArmSummary | undefined => summary.arms.find((a) => a.key === key);
  const chip = (key: string) => (
    <ArmChip position={arm(key)?.position ?? null} name={arm(key)?.name ?? key} />
  );
  return (
    <span className="inline-flex flex-wrap items-center gap-x-1.5">
      {chip(contrast.arm)} − {chip(contrast.baseline)} on {contrast.benchmark}
    </span>
  );
}

/** Seeds of the launch, then those that were added. */
function seedsText({ summary, seedsAdded }: AblationDetail): string {
  const added = seedsAdded.flatMap((addition) => addition.seeds);
  const first = summary.seeds.filter((seed) => !added.includes(seed));
  return added.length === 0 ? first.join(", ") : `${first.join(", ")}; added later: ${added.join(", ")}`;
}

/** The launch in a few facts. */
export function AblationFacts({ detail }: { detail: AblationDetail }) {
  const { summary } = detail;
  const { done, planned } = summary.trainSteps;
  const items: KeyValue[] = [
    {
      key: "jobs",
      label: "Jobs",
      value: <SegmentedBar parts={statusParts(summary.jobs)} className="w-56" />,
    },
    {
      key: "train-steps",
      label: "Train steps",
      value: `${formatCount(done)} of ${formatCount(planned)} (${planned > 0 ? formatShare(done / planned, 0) : "0%"})`,
    },
    { key: "seeds", label: `Seeds (S = ${summary.seeds.length})`, value: seedsText(detail) },
    { key: "benchmarks", label: "Benchmarks", value: summary.benchmarks.join(", ") },
    { key: "contrast", label: "Declared contrast", value: <Contrast detail={detail} /> },
    {
      key: "duration",
      label: "Duration",
      value: <Elapsed start={summary.startedAt} end={summary.endedAt} />,
    },
    { key: "profile", label: "Profile", value: summary.profile },
    {
      key: "code",
      label: "Code version",
      value: <code className="font-mono text-xs">{detail.codeVersion || "–"}</code>,
    },
    {
      key: "id",
      label: "Id",
      value: (
        <span className="inline-flex items-center gap-1">
          <code className="font-mono text-xs">{summary.id}</code>
          <CopyButton text={summary.id} label="the id" />
        </span>
      ),
    },
  ];
  return <KeyValues columns items={items} />;
}
