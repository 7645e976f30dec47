import { armMarkOf } from "@/components/charts/arm-position";
import { ArmChip } from "@/components/ui/arm-chip";
import { Table, Td, Th, Tr } from "@/components/ui/table";
import { signedInterval, signedPoints } from "@/lib/stats/ablation";
import { type PaidUnit, type PriceOfAPoint, priceWords } from "@/lib/stats/costs";
import { type CostModel, unitOf } from "./cost-model";

/** What a point of accuracy cost, against the warm-up and against the baseline. */
export function PriceTable({ model }: { model: CostModel }) {
  const paid = unitOf(model.paid);
  const rows = model.rows.filter(({ overWarmUp }) => overWarmUp !== null);
  if (rows.length === 0)
    return <p className="p-4 text-ink-3 text-sm">No arm samples responses: nothing was bought with them.</p>;
  return (
    <Table>
      <thead>
        <tr>
          <Th rowSpan={2}>Arm</Th>
          <Th colSpan={3} scope="colgroup" className="text-center">
            Over its warm-up
          </Th>
          <Th colSpan={3} scope="colgroup" className="text-center">
            {model.baseline ? `Over ${model.baseline.name}` : "Over a baseline"}
          </Th>
        </tr>
        <tr>
          <Th numeric unit="points">
            gain
          </Th>
          <Th numeric unit={paid.unit}>
            cost
          </Th>
          <Th>a point cost</Th>
          <Th numeric unit="points">
            gain
          </Th>
          <Th numeric unit={paid.unit}>
            extra cost
          </Th>
          <Th>a point cost</Th>
        </tr>
      </thead>
      <tbody>
        {rows.map(({ arm, overWarmUp, overBaseline }) => (
          <Tr key={arm.key}>
            <Td>
              <ArmChip {...armMarkOf(arm)} name={arm.name} />
            </Td>
            <PriceCells price={overWarmUp} paid={paid} />
            {overBaseline ? (
              <PriceCells price={overBaseline} paid={paid} />
            ) : (
              <>
                <Td numeric className="text-ink-3">
                  –
                </Td>
                <Td numeric className="text-ink-3">
                  –
                </Td>
                <Td className="text-ink-3">
                  {model.baseline?.key === arm.key ? "the baseline itself" : "–"}
                </Td>
              </>
            )}
          </Tr>
        ))}
      </tbody>
    </Table>
  );
}

function PriceCells({ price, paid }: { price: PriceOfAPoint | null; paid: PaidUnit }) {
  if (price === null || price.kind === "none")
    return (
      <Td colSpan={3} className="whitespace-normal text-ink-3">
        {price?.words ?? "–"}
      </Td>
    );
  const { value, detail } = priceWords(price, paid);
  const { gain, cost } = price;
  return (
    <>
      <Td numeric>
        {gain.mean === null ? "–" : signedPoints(gain.mean / 100)}
        <span className="block text-2xs text-ink-3">
          {gain.lo === null || gain.hi === null
            ? "no interval"
            : signedInterval(gain.lo / 100, gain.hi / 100)}
          , n = {gain.n}
        </span>
      </Td>
      <Td numeric>
        {cost.mean === null ? "–" : paid.number(cost.mean)}
        <span className="block text-2xs text-ink-3">
          {cost.lo === null || cost.hi === null
            ? "no interval"
            : `[${paid.number(cost.lo)}, ${paid.number(cost.hi)}]`}
        </span>
      </Td>
      <Td className="min-w-56 whitespace-normal">
        {value}
        {detail === "" ? null : <span className="block text-2xs text-ink-3">{detail}</span>}
      </Td>
    </>
  );
}
