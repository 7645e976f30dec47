"use client";

import { FileUp, FolderUp } from "lucide-react";
import { type DragEvent, useId, useState } from "react";
import { buttonClass } from "@/components/ui/button";
import { cx } from "@/components/ui/cx";
import { type ChosenFile, chosenFiles, droppedFiles } from "@/lib/client/chosen-files";

/** Where files or a folder are dropped, or chosen by a button. */
export function ImportDrop({ onChosen }: { onChosen: (files: ChosenFile[]) => void }) {
  const [over, setOver] = useState(false);
  const drop = async (event: DragEvent) => {
    event.preventDefault();
    setOver(false);
    onChosen(await droppedFiles(event.dataTransfer.items));
  };
  return (
    <section
      aria-label="Files to import"
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={(event) => void drop(event)}
      className={cx(
        "flex flex-col gap-x-4 gap-y-2 rounded-lg border border-dashed px-4 py-4 sm:flex-row sm:items-center",
        over ? "border-accent bg-hover" : "border-line-strong bg-surface",
      )}
    >
      <p className="min-w-0 flex-1 text-ink-2 text-sm">
        {over ? "Drop them here." : "Drop files or a folder of traces here, or choose them."}
      </p>
      <span className="flex flex-wrap gap-2">
        <Choose onChosen={onChosen} folder={false} />
        <Choose onChosen={onChosen} folder />
      </span>
    </section>
  );
}

function Choose({ onChosen, folder }: { onChosen: (files: ChosenFile[]) => void; folder: boolean }) {
  const id = useId();
  return (
    <>
      <input
        id={id}
        type="file"
        multiple
        className="peer sr-only"
        // React knows no property of that name that takes false.
        {...(folder ? { webkitdirectory: "" } : {})}
        onChange={(event) => {
          if (event.target.files) onChosen(chosenFiles(event.target.files));
          event.target.value = "";
        }}
      />
      <label
        htmlFor={id}
        className={cx(
          buttonClass(),
          "cursor-pointer peer-focus-visible:outline-2 peer-focus-visible:outline-accent",
        )}
      >
        {folder ? <FolderUp aria-hidden /> : <FileUp aria-hidden />}
        {folder ? "Choose a folder" : "Choose files"}
      </label>
    </>
  );
}
