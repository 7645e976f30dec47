import { armMarkOf } from "@/components/charts/arm-position";
import { ArmChip } from "@/components/ui/arm-chip";
import { Table, Td, Th, Tr } from "@/components/ui/table";
import { formatShare, formatValue } from "@/lib/format/number";
import { Estimate } from "../estimate";
import type { CostModel } from "./cost-model";

const shown = (value: number | null, digits = 3) =>
  value === null ? "not known" : formatValue(value, digits);
const times = (value: number) => value.toFixed(2);

/** Tokens sampled per response token: what the method's formula says for the run's own K, M, L and a, and what was measured. */
export function FormulaTable({ model }: { model: CostModel }) {
  const rows = model.rows.flatMap(({ arm, formula }) => (formula ? [{ arm, formula }] : []));
  if (rows.length === 0)
    return <p className="p-4 text-ink-3 text-sm">No finished training that samples responses yet.</p>;
  return (
    <Table>
      <thead>
        <tr>
          <Th>Arm</Th>
          <Th numeric title="mean trace steps of valid responses">
            K
          </Th>
          <Th numeric title="continuations per prefix">
            M
          </Th>
          <Th numeric unit="tokens" title="mean tokens of a response">
            L
          </Th>
          <Th numeric unit="tokens" title="mean tokens after the last trace step">
            a
          </Th>
          <Th numeric>valid format</Th>
          <Th numeric unit="×">
            formula
          </Th>
          <Th numeric unit="×">
            measured
          </Th>
          <Th numeric title="mean measured over mean of the formula">
            measured / formula
          </Th>
        </tr>
      </thead>
      <tbody>
        {rows.map(({ arm, formula }) => (
          <Tr key={arm.key}>
            <Td>
              <ArmChip {...armMarkOf(arm)} name={arm.name} />
            </Td>
            <Td numeric>{shown(formula.traceSteps)}</Td>
            <Td numeric>{formula.formula.mean === 1 ? "none drawn" : shown(formula.continuationsPerStep)}</Td>
            <Td numeric>{shown(formula.responseTokens)}</Td>
            <Td numeric>{shown(formula.answerTail)}</Td>
            <Td numeric>{formula.validShare === null ? "not known" : formatShare(formula.validShare)}</Td>
            <Td numeric>
              {formula.formula.mean === null ? (
                <span className="text-ink-3">not known</span>
              ) : (
                <Estimate of={formula.formula} format={times} />
              )}
            </Td>
            <Td numeric>
              <Estimate of={formula.measured} format={times} />
            </Td>
            <Td numeric>
              {formula.formula.mean === null || formula.measured.mean === null
                ? "–"
                : (formula.measured.mean / formula.formula.mean).toFixed(2)}
            </Td>
          </Tr>
        ))}
      </tbody>
    </Table>
  );
}
