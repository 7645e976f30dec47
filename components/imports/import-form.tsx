"use client";

import { useQuery } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useRef, useState } from "react";
import { Button } from "@/components/ui/button";
import { Checkbox } from "@/components/ui/checkbox";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { Panel } from "@/components/ui/panel";
import { ProgressBar } from "@/components/ui/segmented-bar";
import { Select } from "@/components/ui/select";
import { type ChosenFile, nameOfChoice } from "@/lib/client/chosen-files";
import { ApiError } from "@/lib/client/fetch-json";
import { detectFiles, uploadImport } from "@/lib/client/upload-import";
import type { ImportFormat } from "@/lib/contracts";
import { routes } from "@/lib/domain/routes";
import { formatBytes, plural } from "@/lib/format/number";

export interface KnownFormat {
  format: ImportFormat;
  title: string;
  about: string;
}

interface Props {
  files: ChosenFile[];
  formats: readonly KnownFormat[];
  projects: readonly string[];
  onDone: () => void;
}

type Sent = { state: "idle" } | { state: "sending"; bytes: number } | { state: "refused"; reason: string };

/** What was chosen, the format it is of, and where it goes; sends it, and opens the import's page. */
export function ImportForm({ files, formats, projects, onDone }: Props) {
  const router = useRouter();
  const source = nameOfChoice(files);
  const { data: detected, isPending } = useQuery({
    queryKey: ["import-format", source, files.map(({ name, file }) => [name, file.size, file.lastModified])],
    queryFn: () => detectFiles(files),
  });
  const [picked, setPicked] = useState<ImportFormat | null>(null);
  const [project, setProject] = useState(projects[0] ?? "default");
  const [ablation, setAblation] = useState("");
  const [strict, setStrict] = useState(false);
  const [sent, setSent] = useState<Sent>({ state: "idle" });
  const stop = useRef<AbortController | null>(null);
  const format = picked ?? detected ?? null;
  const total = files.reduce((sum, { file }) => sum + file.size, 0);

  const send = async (chosen: ImportFormat) => {
    stop.current = new AbortController();
    setSent({ state: "sending", bytes: 0 });
    const to = { project: project.trim(), ablation: ablation.trim() === "" ? null : ablation.trim() };
    try {
      const { id } = await uploadImport({
        ...{ files, signal: stop.current.signal },
        asked: { ...to, format: chosen, source, options: { strict } },
        onSent: (bytes) => setSent({ state: "sending", bytes }),
      });
      router.push(routes.import(id));
    } catch (error) {
      if (stop.current.signal.aborted) setSent({ state: "refused", reason: STOPPED });
      else if (error instanceof ApiError) setSent({ state: "refused", reason: error.message });
      else throw error;
    }
  };

  const sending = sent.state === "sending";
  return (
    <Panel title={source} aside={`${plural(files.length, "file")}, ${formatBytes(total)}`}>
      <form
        className="flex flex-col gap-2"
        onSubmit={(event) => {
          event.preventDefault();
          if (format && !sending) void send(format);
        }}
      >
        <div className="grid gap-x-4 sm:grid-cols-3">
          <FormatField {...{ formats, format, isPending, detected: detected ?? null }} onPick={setPicked} />
          <Field htmlFor="import-project" label="Project" hint="made if there is none of that name">
            <Input
              id="import-project"
              list="import-projects"
              required
              maxLength={200}
              value={project}
              onChange={(event) => setProject(event.target.value)}
            />
            <datalist id="import-projects">
              {projects.map((name) => (
                <option key={name} value={name} />
              ))}
            </datalist>
          </Field>
          <Field htmlFor="import-ablation" label="Ablation" hint="an existing one, or a new name">
            <Input
              id="import-ablation"
              maxLength={200}
              placeholder="Imported traces"
              value={ablation}
              onChange={(event) => setAblation(event.target.value)}
            />
          </Field>
        </div>
        <Checkbox
          label="Strict"
          hint="Store nothing if one record cannot be read. Otherwise such records are listed and the rest goes in."
          checked={strict}
          onCheckedChange={setStrict}
        />
        <SendingState sent={sent} total={total} />
        <div className="flex flex-wrap justify-end gap-2">
          <Button onClick={() => (sending ? stop.current?.abort() : onDone())}>
            {sending ? "Stop" : "Cancel"}
          </Button>
          <Button
            type="submit"
            variant="primary"
            disabled={format === null || sending || project.trim() === ""}
          >
            Import
          </Button>
        </div>
      </form>
    </Panel>
  );
}

const STOPPED = "Stopped. What was sent is kept: import the same files again to go on.";

interface FormatProps {
  formats: readonly KnownFormat[];
  format: ImportFormat | null;
  detected: ImportFormat | null;
  isPending: boolean;
  onPick: (format: ImportFormat | null) => void;
}

function FormatField({ formats, format, detected, isPending, onPick }: FormatProps) {
  const about = formats.find((known) => known.format === format)?.about;
  const hint = isPending
    ? "looking at the files…"
    : format === null
      ? "of no format that is known here: choose one"
      : `${format === detected ? "detected: " : ""}${about ?? ""}`;
  return (
    <Field htmlFor="import-format" label="Format" hint={hint}>
      <Select
        id="import-format"
        value={format ?? ""}
        onValueChange={(value) => onPick(formats.find((known) => known.format === value)?.format ?? null)}
        options={[
          ...(format === null ? [{ value: "", label: isPending ? "…" : "choose a format" }] : []),
          ...formats.map((known) => ({ value: known.format, label: `${known.title} [${known.format}]` })),
        ]}
      />
    </Field>
  );
}

function SendingState({ sent, total }: { sent: Sent; total: number }) {
  if (sent.state === "idle") return null;
  if (sent.state === "refused")
    return (
      <p role="alert" className="text-bad text-sm">
        {sent.reason}
      </p>
    );
  return (
    <div className="flex flex-col gap-1">
      <ProgressBar value={sent.bytes} max={total} label="Bytes sent" />
      <p className="text-ink-3 text-xs">
        {formatBytes(sent.bytes)} of {formatBytes(total)} sent. If the connection breaks it goes on by itself.
      </p>
    </div>
  );
}
