"use client";

import { FastForward } from "lucide-react";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { describedBy, Field } from "@/components/ui/field";
import { NumberField } from "@/components/ui/number-field";
import type { RunDetail } from "@/lib/contracts";
import { formatCount } from "@/lib/format/number";
import { useRunOrder } from "./use-run-order";

const FIELD = "more-train-steps";

/** Where it would end, as the server counts it: beyond its result, or beyond its plan where it has none. */
function newEnd({ run }: RunDetail, more: number): number {
  const from = run.status === "succeeded" ? (run.trainStep ?? run.plannedTrainSteps) : run.plannedTrainSteps;
  return from + more;
}

function Consequences({ detail, more }: { detail: RunDetail; more: number | null }) {
  const evaluated = detail.jobs.some((job) => job.kind === "evaluate");
  return (
    <ul className="flex list-disc flex-col gap-1 pl-4 text-ink-2 text-xs">
      <li>
        It goes on from its last checkpoint with optimizer and random generators as they were, at the learning
        rate that it had (constant after the first train steps)
        {more === null ? "" : `, to train step ${formatCount(newEnd(detail, more))}`}.
      </li>
      {detail.run.stage === "sft" ? (
        <li>It goes to that end however accurate it is by then: the accuracy that ends a warm-up is off.</li>
      ) : null}
      {evaluated ? (
        <li>Its new result is evaluated again. Compare takes the latest; what was found before is kept.</li>
      ) : null}
      <li>
        Other runs of its ablation stay as long as they are: to compare arms, continue all of them alike.
      </li>
    </ul>
  );
}

/** Asks how many more train steps, says what follows, and continues the training. */
export function ContinueButton({ detail }: { detail: RunDetail }) {
  const { run } = detail;
  const order = useRunOrder(run.id);
  const [open, setOpen] = useState(false);
  const [more, setMore] = useState<number | null>(Math.max(1, Math.round(run.plannedTrainSteps / 2)));
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<string | undefined>();
  const isValid = more !== null && Number.isInteger(more) && more >= 1;
  const act = async () => {
    setBusy(true);
    setFailure(undefined);
    try {
      await order("continue", "Continued: queued again", { moreTrainSteps: more });
      setOpen(false);
    } catch (error) {
      setFailure(error instanceof Error ? error.message : String(error));
    } finally {
      setBusy(false);
    }
  };
  return (
    <>
      <Button onClick={() => setOpen(true)}>
        <FastForward aria-hidden />
        Continue…
      </Button>
      <Dialog
        open={open}
        onOpenChange={setOpen}
        title={`Continue ${run.name}`}
        footer={
          <>
            <Button onClick={() => setOpen(false)}>Keep as it is</Button>
            <Button variant="primary" disabled={busy || !isValid} onClick={() => void act()}>
              Continue
            </Button>
          </>
        }
      >
        <div className="flex flex-col gap-2">
          <Field
            htmlFor={FIELD}
            label="More train steps"
            hint={`it has done ${formatCount(run.trainStep ?? 0)} of ${formatCount(run.plannedTrainSteps)}`}
            error={failure ?? (isValid ? undefined : "A whole number from 1")}
          >
            <NumberField
              id={FIELD}
              value={more}
              onValueChange={setMore}
              aria-describedby={describedBy(FIELD)}
            />
          </Field>
          <Consequences detail={detail} more={isValid ? more : null} />
        </div>
      </Dialog>
    </>
  );
}
