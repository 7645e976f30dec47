import { ArmChip } from "@/components/ui/arm-chip";
import { Table, Td, Th, Tr } from "@/components/ui/table";
import type { LostVariation, SensitivityArm } from "@/lib/contracts";
import { formatCount, formatShare } from "@/lib/format/number";
import { lostOf } from "./describe-sensitivity";

const TREATMENTS: Record<LostVariation["value"], string> = {
  missing: "missing",
  failures: "failures",
  successes: "successes",
};
const share = (k: number, n: number) => (n === 0 ? "none" : formatShare(k / n, 2));

/** What lost continuations are taken for: three rows an arm, compared with how it was trained. */
export function LostTable({ arms }: { arms: readonly SensitivityArm[] }) {
  return (
    <Table>
      <thead>
        <tr>
          <Th>Arm</Th>
          <Th>Lost taken for</Th>
          <Th numeric unit="% of gates">
            Pass
          </Th>
          <Th numeric>Undetermined</Th>
          <Th numeric>Without reward</Th>
          <Th numeric unit="%">
            Sign flipped
          </Th>
        </tr>
      </thead>
      <tbody>
        {arms.flatMap((arm) =>
          arm.lost.map((variation, i) => (
            <Tr key={`${arm.arm.key} ${variation.value}`}>
              <Td>{i === 0 ? <LostHead arm={arm} /> : null}</Td>
              <Td>{TREATMENTS[variation.value]}</Td>
              <Td numeric>{share(variation.gate.pass, variation.gate.n)}</Td>
              <Td numeric>{formatCount(variation.gate.undetermined)}</Td>
              <Td numeric>{formatCount(variation.unknown.all)}</Td>
              <Td numeric title={`${variation.signs.flipped} of ${variation.signs.n} responses`}>
                {share(variation.signs.flipped, variation.signs.n)}
              </Td>
            </Tr>
          )),
        )}
      </tbody>
    </Table>
  );
}

function LostHead({ arm }: { arm: SensitivityArm }) {
  const { lost, requested } = lostOf(arm);
  return (
    <span className="inline-flex flex-wrap items-baseline gap-x-2">
      <ArmChip position={arm.arm.position} name={arm.arm.name} />
      <span className="text-2xs text-ink-3">
        {formatCount(lost)} of {formatCount(requested)} lost
      </span>
    </span>
  );
}
