"use client";

import { useId, useState } from "react";
import { Button } from "@/components/ui/button";
import { Checkbox } from "@/components/ui/checkbox";
import { Dialog } from "@/components/ui/dialog";
import { Field } from "@/components/ui/field";
import { Input, Textarea } from "@/components/ui/input";
import type { ReviewSetView } from "@/lib/contracts";
import { useChangeSet } from "./use-change-set";

/** Name, guidelines and blindness of a set; its traces are frozen. */
export function EditSetDialog({ set, onClose }: { set: ReviewSetView; onClose: () => void }) {
  const id = useId();
  const [name, setName] = useState(set.name);
  const [guidelines, setGuidelines] = useState(set.guidelines);
  const [blind, setBlind] = useState(set.blind);
  const change = useChangeSet(set.id, onClose);
  return (
    <Dialog
      open
      onOpenChange={onClose}
      title="Edit the review set"
      className="w-[34rem]"
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button
            variant="primary"
            disabled={name.trim() === "" || change.isPending}
            onClick={() => change.mutate({ name: name.trim(), guidelines, blind })}
          >
            Save
          </Button>
        </>
      }
    >
      <Field htmlFor={`${id}-name`} label="Name" error={change.error?.message}>
        <Input id={`${id}-name`} value={name} maxLength={200} onChange={(e) => setName(e.target.value)} />
      </Field>
      <Field htmlFor={`${id}-guidelines`} label="Guidelines" hint="Shown above every trace of the set.">
        <Textarea
          id={`${id}-guidelines`}
          rows={6}
          value={guidelines}
          onChange={(e) => setGuidelines(e.target.value)}
        />
      </Field>
      <Checkbox
        label="Blind"
        hint="Raters who have seen evidence with blindness off cannot unsee it: agreement then says less."
        checked={blind}
        onCheckedChange={setBlind}
      />
    </Dialog>
  );
}
