"use client";

import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { Panel } from "@/components/ui/panel";
import { Segmented } from "@/components/ui/segmented";
import { Select } from "@/components/ui/select";
import { Table, Td, Th, Tr } from "@/components/ui/table";
import { fetchJson } from "@/lib/client/fetch-json";
import { type Rater, type ScorerAgainstLabels, type ScorersView, scorersView } from "@/lib/contracts";
import { apiRoutes } from "@/lib/domain/routes";
import { formatCount, plural } from "@/lib/format/number";
import { CalibrationChart } from "./calibration-chart";
import { EstimateText } from "./estimate-text";

const BOUNDS = [
  { value: "0", label: "is 0" },
  { value: "0.25", label: "< 0.25" },
  { value: "0.5", label: "< 0.5" },
  { value: "0.75", label: "< 0.75" },
] as const;
type Bound = (typeof BOUNDS)[number]["value"];

interface Props {
  set: string;
  first: ScorersView;
  raters: readonly Rater[];
}

/** Every scorer held against what people say. */
export function ScorersPanel({ set, first, raters }: Props) {
  const [truth, setTruth] = useState("adjudicated");
  const [below, setBelow] = useState<Bound>("0.5");
  const query =
    truth === "adjudicated" || truth === "majority" ? { truth } : { truth: "rater", rater: truth };
  const { data, error } = useQuery({
    queryKey: ["review-scorers", set, truth, below],
    queryFn: ({ signal }) =>
      fetchJson(apiRoutes.reviewScorers(set, { ...query, below }), scorersView, { signal }),
    ...(truth === "adjudicated" && below === "0.5" && { initialData: first }),
    placeholderData: keepPreviousData,
  });
  const view = data ?? first;
  return (
    <Panel
      title="Scorers against human labels"
      aside={
        <span className="flex flex-wrap items-center gap-2">
          <Select
            aria-label="Whose labels count as true"
            value={truth}
            onValueChange={setTruth}
            options={[
              { value: "adjudicated", label: "True: adjudicated, else agreed" },
              { value: "majority", label: "True: what most raters say" },
              ...raters.map(({ id, name }) => ({ value: id, label: `True: ${name}` })),
            ]}
          />
          <Segmented
            label="A step is called wrong where its score"
            value={below}
            options={BOUNDS}
            onValueChange={setBelow}
          />
        </span>
      }
    >
      {error ? (
        <p role="alert" className="text-bad text-sm">
          {error.message}
        </p>
      ) : null}
      {view.scorers.length === 0 ? (
        <p className="text-ink-2 text-sm">
          {view.traces === 0
            ? "No label counts as true yet: two raters must agree on it, or it must be adjudicated. Or choose one rater's labels as the truth."
            : "No scorer speaks about the labelled traces: none has continuations, and none was imported."}
        </p>
      ) : (
        <Figures view={view} />
      )}
    </Panel>
  );
}

const keyOf = ({ scorer }: ScorerAgainstLabels) => scorer.id ?? scorer.kind;
const nameOf = ({ scorer }: ScorerAgainstLabels) =>
  scorer.version === "" ? scorer.name : `${scorer.name} ${scorer.version}`;

function Figures({ view }: { view: ScorersView }) {
  // People say words: three values that stand for them have no calibration.
  const calibrated = view.scorers.filter(
    ({ scorer, calibration }) => scorer.kind !== "human" && calibration.length > 1,
  );
  return (
    <div className="flex flex-col gap-4">
      <Table>
        <thead>
          <tr>
            <Th>Scorer</Th>
            <Th title="Chance that a good step is scored above a bad one; ties count half">AUC [95%]</Th>
            <Th title="Mean squared distance of score and truth: 0 is best, 0.25 is saying 0.5 always">
              Brier [95%]
            </Th>
            <Th title="ProcessBench: harmonic mean of the two shares beside it">F1, first error [95%]</Th>
            <Th title="Of the traces with an error: first wrong step named exactly">Found, on wrong</Th>
            <Th title="Of the traces without one: said to have none">Passed, on right</Th>
          </tr>
        </thead>
        <tbody>
          {view.scorers.map((one) => (
            <Tr key={keyOf(one)}>
              <Td className="min-w-48 py-1.5">
                <bdi className="font-medium">{nameOf(one)}</bdi>
                <span className="block text-ink-3 text-xs">
                  {one.scorer.kind}: {formatCount(one.good)} good, {formatCount(one.bad)} bad
                  {one.neutral > 0 ? `; ${formatCount(one.neutral)} neutral left out` : ""}
                  {one.unscored > 0 ? `; ${formatCount(one.unscored)} not scored` : ""}
                </span>
              </Td>
              <Td>
                <EstimateText estimate={one.auc} stacked />
              </Td>
              <Td>{one.brier ? <EstimateText estimate={one.brier} stacked /> : "not in 0 to 1"}</Td>
              <Td>
                <EstimateText estimate={one.firstError.f1} unit="traces" stacked />
                {one.firstError.unknown > 0 ? (
                  <span className="block text-ink-3 text-xs">
                    {plural(one.firstError.unknown, "trace")} it cannot tell
                  </span>
                ) : null}
              </Td>
              <Td>
                <EstimateText estimate={one.firstError.onWrong} unit="traces" stacked />
              </Td>
              <Td>
                <EstimateText estimate={one.firstError.onRight} unit="traces" stacked />
              </Td>
            </Tr>
          ))}
        </tbody>
      </Table>
      <p className="text-ink-3 text-xs">
        {plural(view.traces, "trace")} with labels that count as true. A score below the bound calls a step
        wrong; the first such step is the first error, unless the scorer states one or labels. With few
        continuations the first c<sub>i</sub> = 0 fires falsely: six steps of true c = 0.2, drawn four times
        each, hold one in 96% of traces. Intervals of AUC, Brier and F1: {view.method}, seed {view.seed}; of
        the shares: Wilson.
      </p>
      {calibrated.length > 0 ? (
        <div className="grid gap-6 md:grid-cols-2">
          {calibrated.map((one) => (
            <CalibrationChart key={keyOf(one)} name={nameOf(one)} bins={one.calibration} />
          ))}
        </div>
      ) : null}
    </div>
  );
}
