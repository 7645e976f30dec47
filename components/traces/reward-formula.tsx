import { Badge } from "@/components/ui/badge";
import { Table, Td, Th } from "@/components/ui/table";
import { decodeNumber, type TraceDetail } from "@/lib/contracts";
import { formatShare, formatValue } from "@/lib/format/number";
import { type ExplainedPart, explainReward } from "@/lib/rewards";
import { parseResponse } from "@/lib/traces";
import { Formula } from "./formula";
import { type GateView, viewGate } from "./prepare-trace";

/** The reward as the formula with this trace's numbers in it; recomputed, and held against what was stored. */
export function RewardFormula({ trace }: { trace: TraceDetail }) {
  const { rewardConfig, rewardParts } = trace;
  const { responseTokens } = trace.row;
  if (!rewardConfig || !rewardParts || responseTokens === null)
    return (
      <p className="text-ink-3 text-sm">This trace carries no reward ({originInWords(trace.row.origin)}).</p>
    );
  const parsed = parseResponse(trace.response);
  const outcome = rewardParts.outcome === null ? null : decodeNumber(rewardParts.outcome) === 1;
  const { parts, reward } = explainReward(
    {
      grammarValid: parsed.valid,
      stepCount: parsed.steps.length,
      responseTokens,
      outcome,
      counts: trace.traceSteps,
      group: trace.group,
    },
    rewardConfig,
  );
  const stored = rewardParts.reward === null ? null : decodeNumber(rewardParts.reward);
  const gate = viewGate(trace);
  return (
    <div className="flex flex-col gap-3">
      {gate ? <GateBadge gate={gate} tau={rewardConfig.tau} /> : null}
      <Table>
        <thead>
          <tr>
            <Th>Part</Th>
            <Th>Formula</Th>
            <Th>With this trace</Th>
            <Th numeric>Value</Th>
          </tr>
        </thead>
        <tbody>
          {parts.map((part) => (
            <Row key={part.id} part={part} />
          ))}
        </tbody>
      </Table>
      <Stored stored={stored} recomputed={reward.reward} />
    </div>
  );
}

function originInWords(origin: TraceDetail["row"]["origin"]): string {
  const words = {
    train: "training",
    probe: "a diagnostic probe",
    evaluation: "an evaluation",
    import: "imported",
  };
  return words[origin];
}

function Row({ part }: { part: ExplainedPart }) {
  return (
    <tr className={part.id === "reward" ? "font-medium" : ""}>
      <Td className="py-1.5">
        <Formula latex={part.symbol} label={part.id} />
      </Td>
      <Td className="py-1.5">
        <Formula latex={part.formula} label={part.note} />
      </Td>
      <Td className="py-1.5">
        {part.numbers === null ? null : <Formula latex={part.numbers} label={part.note} />}
        <span className="block font-normal text-ink-3 text-xs">{part.note}</span>
      </Td>
      <Td numeric className="py-1.5">
        {part.value === null ? <span className="text-ink-3">unknown</span> : formatValue(part.value, 4)}
      </Td>
    </tr>
  );
}

const CLOSE = 1e-6;

/** What was trained with is the stored number; a difference is said, never smoothed over. */
function Stored({ stored, recomputed }: { stored: number | null; recomputed: number | null }) {
  const same =
    stored === recomputed ||
    (stored !== null && recomputed !== null && Math.abs(stored - recomputed) < CLOSE);
  if (same) return <p className="text-ink-3 text-xs">Equals the reward that was stored and trained with.</p>;
  const say = (v: number | null) => (v === null ? "unknown" : formatValue(v, 6));
  return (
    <p role="alert" className="text-sm text-warn">
      The stored reward is {say(stored)}, the formula with the stored counts gives {say(recomputed)}. The
      trainer trained with the stored one.
    </p>
  );
}

const GATE_WORDS: Record<GateView["verdict"], string> = {
  pass: "gate passed",
  fail: "gate failed",
  undetermined: "gate undetermined: lost continuations could turn it",
  off: "gate off",
};

/** The gate's decision with how far it can be trusted. */
export function GateBadge({ gate, tau }: { gate: GateView; tau: number }) {
  const tone = gate.verdict === "pass" ? "ok" : gate.verdict === "fail" ? "bad" : "muted";
  return (
    <p className="flex flex-wrap items-center gap-2 text-sm">
      <Badge tone={tone}>{GATE_WORDS[gate.verdict]}</Badge>
      {gate.pWrong === null ? null : (
        <span
          className="text-ink-2"
          title="Averaged over what the true solvabilities could be, given these counts (Jeffreys posteriors)"
        >
          P(wrong) = {formatShare(gate.pWrong)} at τ = {tau}
        </span>
      )}
    </p>
  );
}
