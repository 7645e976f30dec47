import { Panel } from "@/components/ui/panel";
import { Table, Td, Th, Tr } from "@/components/ui/table";
import type { AgreementView, Rater, ScorersView } from "@/lib/contracts";
import { STEP_LABELS } from "@/lib/domain/judgement";
import { formatCount, plural } from "@/lib/format/number";
import { LABEL_LOOKS } from "../label/label-looks";
import { EstimateText } from "./estimate-text";
import { ScorersPanel } from "./scorers-panel";

interface Props {
  set: string;
  agreement: AgreementView;
  scorers: ScorersView;
  /** Whose labels can count as true: raters of the set, and labels that came with an import. */
  raters: readonly Rater[];
}

/** How far raters agree with each other, and scorers with them. */
export function AgreementPage({ set, agreement, scorers, raters }: Props) {
  return (
    <div className="flex flex-col gap-4 p-4">
      <Panel title="Between raters" aside={`${plural(agreement.traces, "trace")} done by two or more`}>
        {agreement.traces === 0 ? (
          <p className="text-ink-2 text-sm">
            No trace was done by two raters yet. What is labelled and not marked done does not count.
          </p>
        ) : (
          <Between agreement={agreement} />
        )}
      </Panel>
      {agreement.pairs.length > 0 ? (
        <div className="grid gap-4 lg:grid-cols-2">
          {agreement.pairs.map((pair) => (
            <Pair key={`${pair.a.id} ${pair.b.id}`} pair={pair} />
          ))}
        </div>
      ) : null}
      <ScorersPanel set={set} first={scorers} raters={raters} />
    </div>
  );
}

function Between({ agreement }: { agreement: AgreementView }) {
  const rows = [
    {
      what: "Labels of steps, good to bad as an order",
      estimate: agreement.stepAlpha.ordinal,
      unit: "steps" as const,
    },
    { what: "Labels of steps, as names", estimate: agreement.stepAlpha.nominal, unit: "steps" as const },
    { what: "First error", estimate: agreement.firstErrorAlpha, unit: "traces" as const },
  ];
  return (
    <div className="flex flex-col gap-3">
      <Table>
        <thead>
          <tr>
            <Th>Krippendorff's α</Th>
            <Th>Estimate [95%]</Th>
          </tr>
        </thead>
        <tbody>
          {rows.map(({ what, estimate, unit }) => (
            <Tr key={what}>
              <Td>{what}</Td>
              <Td>
                <EstimateText estimate={estimate} unit={unit} />
              </Td>
            </Tr>
          ))}
        </tbody>
      </Table>
      <p className="text-ink-3 text-xs">
        1 is perfect, 0 is what chance would do, below 0 is worse. Intervals: {agreement.method}, seed{" "}
        {agreement.seed}; none below five traces. What varies is which traces were drawn; the raters are
        these.
      </p>
    </div>
  );
}

function Pair({ pair }: { pair: AgreementView["pairs"][number] }) {
  const figures = [
    { what: "Cohen's κ, labels", estimate: pair.kappa, unit: "steps" as const },
    { what: "Same label", estimate: pair.percent, unit: "steps" as const },
    { what: "Cohen's κ, first error", estimate: pair.firstErrorKappa, unit: "traces" as const },
    { what: "Same first error", estimate: pair.firstErrorSame, unit: "traces" as const },
  ];
  return (
    <Panel
      title={
        <>
          <bdi>{pair.a.name}</bdi> and <bdi>{pair.b.name}</bdi>
        </>
      }
    >
      <div className="flex flex-col gap-4">
        <dl className="flex flex-col text-sm">
          {figures.map(({ what, estimate, unit }) => (
            <div key={what} className="flex flex-wrap justify-between gap-x-4 border-b py-1 last:border-0">
              <dt className="text-ink-3">{what}</dt>
              <dd>
                <EstimateText estimate={estimate} unit={unit} />
              </dd>
            </div>
          ))}
        </dl>
        <Confusion pair={pair} />
      </div>
    </Panel>
  );
}

/** Labels of one rater by labels of the other; the diagonal is where they agree. */
function Confusion({ pair }: { pair: AgreementView["pairs"][number] }) {
  const most = Math.max(1, ...pair.steps.flat());
  return (
    <table className="w-full border-collapse text-center text-sm">
      <caption className="mb-1 text-left text-ink-3 text-xs">
        Steps that both labelled: rows <bdi>{pair.a.name}</bdi>, columns <bdi>{pair.b.name}</bdi>
      </caption>
      <thead>
        <tr>
          <td />
          {STEP_LABELS.map((label) => (
            <th key={label} scope="col" className="px-2 py-1 font-medium text-ink-3 text-xs">
              {LABEL_LOOKS[label].word}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {STEP_LABELS.map((row, i) => (
          <tr key={row}>
            <th scope="row" className="px-2 py-1 text-left font-medium text-ink-3 text-xs">
              {LABEL_LOOKS[row].word}
            </th>
            {STEP_LABELS.map((column, j) => {
              const n = pair.steps[i]?.[j] ?? 0;
              return (
                <td
                  key={column}
                  className="h-9 border tabular-nums"
                  style={{
                    backgroundColor: `color-mix(in oklab, var(${i === j ? "--ok" : "--warn"}) ${Math.round((30 * n) / most)}%, transparent)`,
                  }}
                >
                  {formatCount(n)}
                </td>
              );
            })}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
