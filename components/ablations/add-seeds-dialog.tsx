"use client";

import { TriangleAlert } from "lucide-react";
import { useId, useState } from "react";
import { PreviewTotals } from "@/components/launch/preview-panel";
import { parseSeeds, showSeeds } from "@/components/launch/seeds-text";
import { Button } from "@/components/ui/button";
import { Checkbox } from "@/components/ui/checkbox";
import { Dialog } from "@/components/ui/dialog";
import { describedBy, Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { Skeleton } from "@/components/ui/skeleton";
import {
  type AblationDetail,
  type AddSeedsPreview,
  type AddSeedsRequest,
  addSeedsRequest,
} from "@/lib/contracts";
import { nextSeeds } from "@/lib/domain/seed-additions";
import { plural } from "@/lib/format/number";
import { useAddSeeds, useSeedsPreview } from "./use-add-seeds";

interface Props {
  detail: AblationDetail;
  /** How many seeds the dialog proposes. */
  count: number;
  onClose: () => void;
}

/** The request that the fields make, or what is wrong with the seeds. */
function requestOf(text: string, again: boolean, taken: readonly number[]): AddSeedsRequest | string {
  const seeds = parseSeeds(text);
  if (seeds === null) return "whole numbers and ranges, e.g. 4-6";
  const known = seeds.filter((seed) => taken.includes(seed));
  if (known.length > 0) return `part of this ablation already: ${showSeeds(known)}`;
  const parsed = addSeedsRequest.safeParse({ seeds, rewrite: again ? "again" : "reuse" });
  return parsed.success ? parsed.data : (parsed.error.issues[0]?.message ?? "cannot be added");
}

/** Asks which seeds to add, and says before what that creates, costs and means for the conclusions. */
export function AddSeedsDialog({ detail, count, onClose }: Props) {
  const { id, seeds: taken, name } = detail.summary;
  const field = useId();
  const [text, setText] = useState(() => showSeeds(nextSeeds(taken, count)));
  const [again, setAgain] = useState(false);
  const { busy, failure, add, clear } = useAddSeeds(id);
  const asked = requestOf(text, again, taken);
  const request = typeof asked === "string" ? null : asked;
  const { data, error } = useSeedsPreview(id, request);
  const problem = typeof asked === "string" ? asked : undefined;
  const submit = async () => {
    if (request && (await add(request))) onClose();
  };
  return (
    <Dialog
      open
      onOpenChange={(open) => (open ? undefined : onClose())}
      title="Add seeds"
      description={`Every arm of ${name} is trained on the added seeds with exactly the same settings. Each seed has one warm-up of its own that its arms share, so differences stay paired.`}
      className="w-[34rem]"
      footer={
        <>
          <Button onClick={onClose}>Close</Button>
          <Button
            variant="primary"
            disabled={busy || request === null || data === undefined}
            onClick={submit}
          >
            {request?.seeds ? `Add ${plural(request.seeds.length, "seed")}` : "Add seeds"}
          </Button>
        </>
      }
    >
      <div className="grid gap-x-4 sm:grid-cols-2">
        <Field htmlFor={field} label="Seeds to add" hint={`there are ${showSeeds(taken)}`} error={problem}>
          <Input
            id={field}
            className="font-mono"
            value={text}
            aria-invalid={problem !== undefined}
            aria-describedby={describedBy(field)}
            onChange={(event) => {
              clear();
              setText(event.target.value);
            }}
          />
        </Field>
        <Checkbox
          className="sm:mt-5"
          label="Rewrite the traces again"
          hint="only where those of the first seeds are gone"
          checked={again}
          onCheckedChange={setAgain}
        />
      </div>
      <div aria-live="polite" className="min-h-52">
        {data ? <Expected told={data} /> : <Waiting failure={error?.message} asking={request !== null} />}
      </div>
      {failure ? (
        <p role="alert" className="mt-2 text-bad text-sm">
          Not added: {failure}
        </p>
      ) : null}
    </Dialog>
  );
}

function Expected({ told }: { told: AddSeedsPreview }) {
  return (
    <div className="flex flex-col gap-3">
      <ul className="flex flex-col gap-1.5 rounded-md border border-warn/40 bg-warn/5 p-3 text-sm">
        {told.warnings.map((warning) => (
          <li key={warning} className="flex gap-2">
            <TriangleAlert aria-hidden className="mt-0.5 size-3.5 shrink-0 text-warn" />
            {warning}
          </li>
        ))}
      </ul>
      <PreviewTotals preview={told.preview} />
      <p className="text-ink-3 text-xs">
        {told.tracesNote} {told.preview.notes.join(" ")}
      </p>
    </div>
  );
}

function Waiting({ failure, asking }: { failure: string | undefined; asking: boolean }) {
  if (failure) return <p className="text-bad text-sm">{failure}</p>;
  if (!asking) return null;
  return (
    <div className="flex flex-col gap-2" role="status" aria-label="Estimating">
      <Skeleton className="h-24 w-full" />
      <Skeleton className="h-16 w-full" />
    </div>
  );
}
