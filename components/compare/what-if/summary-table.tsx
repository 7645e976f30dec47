import { ArmChip } from "@/components/ui/arm-chip";
import { Table, Td, Th, Tr } from "@/components/ui/table";
import type { WhatIfArm } from "@/lib/contracts";
import { formatCount, formatShare, formatValue } from "@/lib/format/number";
import { lacksContinuations, paysReward, type Share, shareText, withoutSignal } from "./describe-what-if";

const value = (v: number | null, digits = 3) => (v === null ? "unknown" : formatValue(v, digits));

const percentOf = ({ k, n }: Share) => (n === 0 ? "none" : formatShare(k / n));

/** One row an arm: what the changes would have done to its updates. */
export function SummaryTable({ arms }: { arms: readonly WhatIfArm[] }) {
  return (
    <Table>
      <thead>
        <tr>
          <Th>Arm</Th>
          <Th numeric>Mean R</Th>
          <Th numeric>Without reward</Th>
          <Th numeric unit="% of groups">
            Without signal
          </Th>
          <Th numeric unit="%">
            Sign flipped
          </Th>
          <Th numeric unit="τ-b">
            Rank agreement
          </Th>
        </tr>
      </thead>
      <tbody>
        {arms.map((arm) => (
          <Row key={arm.arm.key} arm={arm} />
        ))}
      </tbody>
    </Table>
  );
}

function Row({ arm }: { arm: WhatIfArm }) {
  if (lacksContinuations(arm)) return <UntoldRow arm={arm} />;
  const { signal, signs, ranks, rewards, unknown } = arm;
  const silent = { before: withoutSignal(signal.before), after: withoutSignal(signal.after) };
  return (
    <Tr>
      <Td>
        <ArmChip position={arm.arm.position} name={arm.arm.name} />
      </Td>
      <Td numeric>
        <BeforeAfter
          before={value(rewards.before.mean)}
          after={paysReward(arm) ? value(rewards.after.mean) : "none"}
        />
      </Td>
      <Td numeric>
        <BeforeAfter before={formatCount(unknown.before.all)} after={formatCount(unknown.after.all)} />
        <span className="block text-2xs text-ink-3">of {formatCount(arm.responses)}</span>
      </Td>
      <Td numeric>
        <BeforeAfter before={percentOf(silent.before)} after={percentOf(silent.after)} />
        <span className="block text-2xs text-ink-3">
          {shareText(silent.after)}, n = {formatCount(silent.after.n)}
        </span>
      </Td>
      <Td numeric>
        {signs.n === 0 ? "none" : formatShare(signs.flipped / signs.n)}
        <span className="block text-2xs text-ink-3">
          {formatCount(signs.flipped)} of {formatCount(signs.n)}; to 0: {formatCount(signs.lost)}, from 0:{" "}
          {formatCount(signs.gained)}
        </span>
      </Td>
      <Td numeric>
        {value(ranks.tau)}
        <span className="block text-2xs text-ink-3">{formatCount(ranks.pairs)} pairs</span>
      </Td>
    </Tr>
  );
}

/** Numbers over the few responses that keep a reward would look like findings: they are not shown. */
function UntoldRow({ arm: { arm, unknown, responses } }: { arm: WhatIfArm }) {
  return (
    <Tr>
      <Td>
        <ArmChip position={arm.position} name={arm.name} />
      </Td>
      <Td numeric className="text-ink-3">
        unknown
      </Td>
      <Td numeric>
        <BeforeAfter before={formatCount(unknown.before.all)} after={formatCount(unknown.after.all)} />
        <span className="block text-2xs text-ink-3">of {formatCount(responses)}</span>
      </Td>
      <Td colSpan={3} className="text-right text-ink-3 text-xs">
        no continuations were drawn: cannot be told
      </Td>
    </Tr>
  );
}

/** Both values, or one where they are the same. */
function BeforeAfter({ before, after }: { before: string; after: string }) {
  if (before === after) return <>{after}</>;
  return (
    <>
      <span className="text-ink-3">{before}</span> → {after}
    </>
  );
}
