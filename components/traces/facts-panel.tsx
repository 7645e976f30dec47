import Link from "next/link";
import { KeyValues } from "@/components/ui/key-values";
import { Panel } from "@/components/ui/panel";
import { decodeNumber, type TraceDetail } from "@/lib/contracts";
import { routes } from "@/lib/domain/routes";
import { formatCount, formatValue } from "@/lib/format/number";
import { visibleText } from "./text/visible-text";

/** What is known of a trace besides its text, each unknown called so. */
export function FactsPanel({ trace }: { trace: TraceDetail }) {
  return (
    <Panel title="Facts" className="self-start">
      <KeyValues
        items={[...placeOf(trace), ...numbersOf(trace), ...sourceOf(trace), ...importedFrom(trace)]}
      />
    </Panel>
  );
}

const LINK = "text-accent hover:underline";

/** The train step in words: an import that knows none has none. */
export function trainStepInWords({ row, imported }: Pick<TraceDetail, "row" | "imported">): string {
  return imported !== null && row.trainStep === 0 ? "none" : formatCount(row.trainStep);
}

function placeOf({ row, run, imported }: TraceDetail) {
  const origin = row.origin === "probe" ? "probe: diagnostic, never in the reward" : row.origin;
  return [
    {
      key: "run",
      label: "Run",
      value: (
        <Link href={routes.run(run.id)} className={LINK}>
          <bdi>{visibleText(run.name)}</bdi>
        </Link>
      ),
    },
    { key: "train-step", label: "Train step", value: trainStepInWords({ row, imported }) },
    ...(row.origin === "import" ? [] : [throughTraining(row, run.id)]),
    { key: "origin", label: "Origin", value: origin },
  ];
}

function throughTraining({ promptId, origin, trainStep }: TraceDetail["row"], run: string) {
  const through = { prompt: promptId, run, origin, at: String(trainStep) };
  return {
    key: "through",
    label: "This prompt",
    value: (
      <Link href={routes.throughTraining(through)} className={LINK}>
        through training
      </Link>
    ),
  };
}

function numbersOf({ row, group, finishReason }: TraceDetail) {
  // Without a group there is no baseline that it could have been left out of.
  const advantage =
    row.groupAdvantage === null
      ? group === null
        ? "unknown"
        : "left out of the baseline"
      : formatValue(decodeNumber(row.groupAdvantage), 3);
  return [
    {
      key: "reward-r",
      label: "Reward R",
      value: row.reward === null ? "unknown" : formatValue(decodeNumber(row.reward), 4),
    },
    { key: "group-advantage", label: "Group advantage", value: advantage },
    { key: "trace-steps-k", label: "Trace steps K", value: formatCount(row.stepCount) },
    {
      key: "length",
      label: "Length",
      value: row.responseTokens === null ? "unknown" : `${formatCount(row.responseTokens)} tokens`,
    },
    {
      key: "ended-by",
      label: "Ended by",
      value: finishReason === "length" ? "length limit: truncated" : (finishReason ?? "unknown"),
    },
  ];
}

function sourceOf({ row, prompt, modelId }: TraceDetail) {
  return [
    {
      key: "task-family",
      label: "Task family",
      value: row.family === null ? "none" : <bdi>{visibleText(row.family)}</bdi>,
    },
    {
      key: "data-set",
      label: "Data set",
      value: <bdi className="break-words">{visibleText(prompt.dataset)}</bdi>,
    },
    {
      key: "sampled-by",
      label: "Sampled by",
      value: (
        <bdi className="break-all font-mono text-xs">
          {modelId === null ? "unknown" : visibleText(modelId)}
        </bdi>
      ),
    },
  ];
}

/** The place in its source that an imported trace was read from. */
function importedFrom({ imported }: TraceDetail) {
  if (imported === null) return [];
  const { file, line, importId } = imported;
  return [
    {
      key: "imported-from",
      label: "Imported from",
      value: (
        <>
          <bdi className="break-all font-mono text-xs">{visibleText(file)}</bdi>
          {line === null ? "" : `, line ${formatCount(line)}`}
        </>
      ),
    },
    {
      key: "import",
      label: "Import",
      value:
        importId === null ? (
          "deleted"
        ) : (
          <Link href={routes.import(importId)} className={LINK}>
            health report
          </Link>
        ),
    },
  ];
}
