import Link from "next/link";
import { KeyValues } from "@/components/ui/key-values";
import { Panel } from "@/components/ui/panel";
import { RelativeTime } from "@/components/ui/relative-time";
import { Table, Td, Th, Tr } from "@/components/ui/table";
import type { AdjudicationList, AgreementView, RaterProgress, ReviewSetView } from "@/lib/contracts";
import { routes } from "@/lib/domain/routes";
import { formatCount, plural } from "@/lib/format/number";
import { EstimateText } from "../agreement/estimate-text";
import { selectionWords } from "../selection-words";
import { RaterBar } from "../sets/sets-table";

interface Props {
  set: ReviewSetView;
  agreement: AgreementView;
  adjudication: AdjudicationList;
}

/** How far a set is, how far its raters agree, and what is left to decide. */
export function SetOverview({ set, agreement, adjudication }: Props) {
  return (
    <div className="grid items-start gap-4 p-4 lg:grid-cols-[minmax(0,1fr)_22rem]">
      <div className="flex min-w-0 flex-col gap-4">
        <Panel title="Raters" padded={false}>
          <Progress raters={set.raters} />
        </Panel>
        <Guidelines text={set.guidelines} />
      </div>
      <div className="flex min-w-0 flex-col gap-4">
        <Agreement set={set} agreement={agreement} />
        <Decisions set={set} adjudication={adjudication} />
        <Origin set={set} />
      </div>
    </div>
  );
}

function Progress({ raters }: { raters: readonly RaterProgress[] }) {
  if (raters.length === 0)
    return <p className="p-4 text-ink-2 text-sm">Nobody has traces of this set: add a rater.</p>;
  return (
    <Table>
      <thead>
        <tr>
          <Th>Judged of given</Th>
          <Th numeric>Done</Th>
          <Th numeric>Skipped</Th>
          <Th numeric>To do</Th>
          <Th>Last</Th>
        </tr>
      </thead>
      <tbody>
        {raters.map((rater) => (
          <Tr key={rater.id}>
            <Td>
              <RaterBar rater={rater} />
            </Td>
            <Td numeric>{formatCount(rater.done)}</Td>
            <Td numeric>{formatCount(rater.skipped)}</Td>
            <Td numeric>{formatCount(rater.assigned - rater.done - rater.skipped)}</Td>
            <Td className="whitespace-nowrap">
              <RelativeTime at={rater.lastAt} empty="not yet" />
            </Td>
          </Tr>
        ))}
      </tbody>
    </Table>
  );
}

function Guidelines({ text }: { text: string }) {
  return (
    <Panel title="Guidelines">
      {text === "" ? (
        <p className="text-ink-3 text-sm">None are written: raters go by their own sense of good and bad.</p>
      ) : (
        <p className="whitespace-pre-wrap break-words text-sm">{text}</p>
      )}
    </Panel>
  );
}

function Agreement({ set, agreement }: { set: ReviewSetView; agreement: AgreementView }) {
  return (
    <Panel
      title="Agreement"
      aside={
        <Link href={routes.reviewAgreement(set.id)} className="text-accent hover:underline">
          All figures
        </Link>
      }
    >
      {agreement.traces === 0 ? (
        <p className="text-ink-2 text-sm">No trace was done by two raters yet.</p>
      ) : (
        <KeyValues
          items={[
            {
              key: "steps",
              label: "α, labels of steps",
              value: <EstimateText estimate={agreement.stepAlpha.ordinal} stacked />,
            },
            {
              key: "first-error",
              label: "α, first error",
              value: <EstimateText estimate={agreement.firstErrorAlpha} unit="traces" stacked />,
            },
          ]}
        />
      )}
    </Panel>
  );
}

function Decisions({ set, adjudication }: { set: ReviewSetView; adjudication: AdjudicationList }) {
  const open = adjudication.items.filter(({ settled }) => !settled).length;
  return (
    <Panel title="Adjudication">
      <div className="flex flex-col gap-2 text-sm">
        <p>
          {adjudication.items.length === 0
            ? "Raters differ on no trace so far."
            : `Raters differ on ${plural(adjudication.items.length, "trace")}; ${open === 0 ? "all are decided" : `${formatCount(open)} not decided yet`}.`}
        </p>
        {open > 0 ? (
          <Link href={routes.reviewAdjudicate(set.id)} className="text-accent hover:underline">
            Decide them
          </Link>
        ) : null}
      </div>
    </Panel>
  );
}

function Origin({ set }: { set: ReviewSetView }) {
  const named = selectionWords(set.selection);
  return (
    <Panel title="What was frozen">
      <div className="flex flex-col gap-2 text-sm">
        <p>
          {plural(set.traces, "trace")}, <RelativeTime at={set.createdAt} />. Traces that match later do not
          join.
        </p>
        {named.length === 0 ? (
          <p className="text-ink-3">From all traces of the project.</p>
        ) : (
          <KeyValues
            items={named.map(({ label, words }) => ({
              key: label,
              label,
              value: <bdi className="break-words">{words}</bdi>,
            }))}
          />
        )}
        <Link
          href={`${routes.traces()}?${new URLSearchParams({ project: set.projectId, reviewSet: set.id })}`}
          className="text-accent hover:underline"
        >
          Its traces in the explorer
        </Link>
      </div>
    </Panel>
  );
}
