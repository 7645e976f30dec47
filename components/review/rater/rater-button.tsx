"use client";

import { UserRound } from "lucide-react";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import type { Rater } from "@/lib/contracts";
import { ChooseRater } from "./choose-rater";

interface Props {
  project: string;
  rater: Rater | null;
  known: readonly Pick<Rater, "name">[];
}

/** Who labels in this browser, and the way to change it. */
export function RaterButton({ project, rater, known }: Props) {
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button onClick={() => setOpen(true)}>
        <UserRound aria-hidden />
        {rater ? (
          <span>
            Labelling as <bdi>{rater.name}</bdi>
          </span>
        ) : (
          "Say who you are"
        )}
      </Button>
      <Dialog
        open={open}
        onOpenChange={setOpen}
        title="Who is labelling?"
        description="Kept in this browser. What was labelled stays with the name it was labelled under."
      >
        <ChooseRater
          project={project}
          known={known.filter(({ name }) => name !== rater?.name)}
          onChosen={() => setOpen(false)}
        />
      </Dialog>
    </>
  );
}
