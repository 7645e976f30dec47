"use client";

import { useMutation } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useId, useState } from "react";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { NumberField } from "@/components/ui/number-field";
import { ApiError, fetchJson, jsonBody } from "@/lib/client/fetch-json";
import { type Rater, type ReviewSetView, reviewSetView } from "@/lib/contracts";
import { apiRoutes } from "@/lib/domain/routes";
import { namesIn } from "../sets/set-draft";

interface Props {
  set: ReviewSetView;
  known: readonly Rater[];
  onClose: () => void;
}

/** One more than each trace has on average: a new rater is to be compared with somebody. */
function usualOverlap({ raters, traces }: ReviewSetView): number {
  const assigned = raters.reduce((sum, rater) => sum + rater.assigned, 0);
  return traces === 0 ? 1 : Math.ceil(assigned / traces) + 1;
}

/** Adds raters to a set: nobody loses a trace. */
export function AddRatersDialog({ set, known, onClose }: Props) {
  const id = useId();
  const router = useRouter();
  const [raters, setRaters] = useState("");
  const [overlap, setOverlap] = useState<number | null>(usualOverlap(set));
  const add = useMutation({
    mutationFn: () =>
      fetchJson(
        `${apiRoutes.reviewSet(set.id)}/raters`,
        reviewSetView,
        jsonBody("POST", { raters: namesIn(raters), overlap }),
      ),
    onSuccess: () => {
      onClose();
      router.refresh();
    },
  });
  const fields = add.error instanceof ApiError ? add.error.problem.fields : [];
  const errorOf = (name: string) => fields.find(({ path }) => path.split(".")[0] === name)?.message;
  const others = known.filter(({ name }) => !set.raters.some((rater) => rater.name === name));
  return (
    <Dialog
      open
      onOpenChange={onClose}
      title="Add raters"
      description="They get the traces that have fewer raters than you say. Nobody loses a trace."
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button
            variant="primary"
            disabled={namesIn(raters).length === 0 || overlap === null || add.isPending}
            onClick={() => add.mutate()}
          >
            Add
          </Button>
        </>
      }
    >
      <Field
        htmlFor={`${id}-raters`}
        label="Raters"
        unit="names, separated by commas"
        error={errorOf("raters")}
      >
        <Input id={`${id}-raters`} value={raters} onChange={(e) => setRaters(e.target.value)} />
      </Field>
      <div className="mb-2 flex flex-wrap gap-1">
        {others.map(({ id: rater, name }) => (
          <Button key={rater} size="sm" onClick={() => setRaters([...namesIn(raters), name].join(", "))}>
            + <bdi>{name}</bdi>
          </Button>
        ))}
      </div>
      <Field htmlFor={`${id}-overlap`} label="Raters a trace, then" error={errorOf("overlap")}>
        <NumberField id={`${id}-overlap`} value={overlap} onValueChange={setOverlap} />
      </Field>
      {add.error && fields.length === 0 ? (
        <p role="alert" className="text-bad text-sm">
          {add.error.message}
        </p>
      ) : null}
    </Dialog>
  );
}
