import { armMarkOf } from "@/components/charts/arm-position";
import { ArmChip } from "@/components/ui/arm-chip";
import { Table, Td, Th, Tr } from "@/components/ui/table";
import { formatValue } from "@/lib/format/number";
import type { CostRatio } from "@/lib/stats/costs";
import { Estimate } from "../estimate";
import type { CostModel, CostRow } from "./cost-model";

const seconds = (value: number) => formatValue(value, 3);

/** How many times the baseline's cost, with its interval; why there is none. */
function Ratio({ of }: { of: CostRatio | undefined }) {
  if (!of) return <span className="text-ink-3">–</span>;
  const { ratio } = of;
  if (ratio.kind === "interval")
    return (
      <>
        {formatValue(ratio.ratio, 3)}
        <span className="block text-2xs text-ink-3">
          [{formatValue(ratio.lo, 3)}, {formatValue(ratio.hi, 3)}]{of.paired ? "" : " unpaired"}
        </span>
      </>
    );
  return (
    <>
      {ratio.ratio === null ? "–" : formatValue(ratio.ratio, 3)}
      <span className="block max-w-40 whitespace-normal text-2xs text-ink-3">{ratio.words}</span>
    </>
  );
}

function nothingSampled({ totals }: CostRow): boolean {
  return totals.measures.tokens.mean === 0;
}

/** Tokens and time of each arm, and the ratio to the baseline. */
export function TotalsTable({ model, launched }: { model: CostModel; launched: (arm: string) => number }) {
  const times = model.baseline ? `times ${model.baseline.name}` : "ratio";
  return (
    <Table>
      <thead>
        <tr>
          <Th rowSpan={2}>Arm</Th>
          <Th rowSpan={2} numeric title="finished of launched; only finished trainings enter a mean">
            n of S
          </Th>
          <Th colSpan={4} scope="colgroup" className="text-center">
            Tokens sampled
          </Th>
          <Th colSpan={2} scope="colgroup" className="text-center">
            Active time
          </Th>
          {model.gpuUsed ? (
            <Th colSpan={2} scope="colgroup" className="text-center">
              GPU time
            </Th>
          ) : null}
        </tr>
        <tr>
          <Th numeric>responses</Th>
          <Th numeric>continuations</Th>
          <Th numeric unit="×">
            per response token
          </Th>
          <Th numeric>{times}</Th>
          <Th numeric unit="s">
            sum
          </Th>
          <Th numeric>{times}</Th>
          {model.gpuUsed ? (
            <>
              <Th numeric unit="GPU-s">
                sum
              </Th>
              <Th numeric>{times}</Th>
            </>
          ) : null}
        </tr>
      </thead>
      <tbody>
        {model.rows.map((row) => (
          <TotalsRow key={row.arm.key} row={row} model={model} launched={launched(row.arm.key)} />
        ))}
      </tbody>
    </Table>
  );
}

function TotalsRow({ row, model, launched }: { row: CostRow; model: CostModel; launched: number }) {
  const { arm, totals, ratios } = row;
  const isBaseline = model.baseline?.key === arm.key;
  const ratio = (of: CostRatio | undefined) =>
    isBaseline ? <span className="text-ink-3">baseline</span> : <Ratio of={of} />;
  return (
    <Tr>
      <Td>
        <ArmChip {...armMarkOf(arm)} name={arm.name} />
      </Td>
      <Td numeric>
        {totals.seeds.length} of {launched}
      </Td>
      <Td numeric>
        <Estimate of={totals.measures.responseTokens} />
      </Td>
      <Td numeric>
        <Estimate of={totals.measures.continuationTokens} />
      </Td>
      <Td numeric>
        {nothingSampled(row) ? (
          <span className="text-ink-3">none sampled</span>
        ) : (
          <Estimate of={totals.tokenFactor} format={(v) => v.toFixed(2)} />
        )}
      </Td>
      <Td numeric>{ratio(ratios?.tokens)}</Td>
      <Td numeric>
        <Estimate of={totals.measures.activeSeconds} format={seconds} />
      </Td>
      <Td numeric>{ratio(ratios?.activeSeconds)}</Td>
      {model.gpuUsed ? (
        <>
          <Td numeric>
            <Estimate of={totals.measures.gpuSeconds} format={seconds} />
          </Td>
          <Td numeric>{ratio(ratios?.gpuSeconds)}</Td>
        </>
      ) : null}
    </Tr>
  );
}
