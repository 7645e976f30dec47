"use client";

import { useId, useState } from "react";
import { Button } from "@/components/ui/button";
import { describedBy, Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import type { Rater } from "@/lib/contracts";
import { useChooseRater } from "./use-choose-rater";

interface Props {
  project: string;
  /** Names that the project knows; of a set, those who have traces in it. */
  known: readonly Pick<Rater, "name">[];
  onChosen?: () => void;
}

/** Who labels in this browser: a known name, or a new one. */
export function ChooseRater({ project, known, onChosen }: Props) {
  const id = useId();
  const [name, setName] = useState("");
  const choose = useChooseRater(project, onChosen);
  return (
    <form
      className="flex flex-col gap-2"
      onSubmit={(event) => {
        event.preventDefault();
        if (name.trim() !== "") choose.mutate(name.trim());
      }}
    >
      {known.length > 0 ? (
        <div className="flex flex-wrap gap-1.5">
          {known.map((rater) => (
            <Button key={rater.name} disabled={choose.isPending} onClick={() => choose.mutate(rater.name)}>
              <bdi>{rater.name}</bdi>
            </Button>
          ))}
        </div>
      ) : null}
      <div className="flex items-start gap-2">
        <Field
          htmlFor={id}
          label={known.length > 0 ? "Another name" : "Your name"}
          hint="Your labels are stored under it. There are no passwords here yet."
          error={choose.error?.message}
          className="min-w-0 flex-1"
        >
          <Input
            id={id}
            value={name}
            maxLength={60}
            autoComplete="name"
            aria-describedby={describedBy(id)}
            onChange={(event) => setName(event.target.value)}
          />
        </Field>
        <Button type="submit" className="mt-5" disabled={name.trim() === "" || choose.isPending}>
          Label as this name
        </Button>
      </div>
    </form>
  );
}
