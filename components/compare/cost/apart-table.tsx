import { armMarkOf } from "@/components/charts/arm-position";
import { ArmChip } from "@/components/ui/arm-chip";
import { Table, Td, Th, Tr } from "@/components/ui/table";
import { formatValue } from "@/lib/format/number";
import { Estimate } from "../estimate";
import type { CostModel } from "./cost-model";

const seconds = (value: number) => formatValue(value, 3);

/** What is paid for looking and not for training: the probe's continuations and the evaluations. */
export function ApartTable({ model }: { model: CostModel }) {
  return (
    <Table>
      <thead>
        <tr>
          <Th>Arm</Th>
          <Th numeric unit="tokens">
            Probe
          </Th>
          <Th numeric unit="s">
            Probe
          </Th>
          <Th numeric unit="s">
            Evaluation
          </Th>
        </tr>
      </thead>
      <tbody>
        {model.rows.map(({ arm, totals }) => {
          const probed = (totals.probeTokens.mean ?? 0) > 0;
          return (
            <Tr key={arm.key}>
              <Td>
                <ArmChip {...armMarkOf(arm)} name={arm.name} />
              </Td>
              <Td numeric>{probed ? <Estimate of={totals.probeTokens} /> : <None />}</Td>
              <Td numeric>{probed ? <Estimate of={totals.probeSeconds} format={seconds} /> : <None />}</Td>
              <Td numeric>
                <Estimate of={totals.evaluationSeconds} format={seconds} />
              </Td>
            </Tr>
          );
        })}
      </tbody>
    </Table>
  );
}

const None = () => <span className="text-ink-3">no probe</span>;
