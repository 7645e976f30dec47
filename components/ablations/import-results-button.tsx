"use client";

import { FileUp } from "lucide-react";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { useNotify } from "@/components/ui/toast";
import { ApiError, fetchJson, jsonBody } from "@/lib/client/fetch-json";
import { type ResultSetFile, resultSetAnswer } from "@/lib/contracts/result-sets";
import { apiRoutes } from "@/lib/domain/routes";
import { plural } from "@/lib/format/number";
import { ImportError } from "@/lib/importers/csv-rows";
import { isJsonFile, resultSetFromText } from "@/lib/importers/result-set-text";

interface Chosen {
  name: string;
  text: string;
}
interface About {
  name: string;
  source: string;
  baseline: string;
}
type Read = { file: ResultSetFile } | { problems: readonly string[] };

const NOTHING: About = { name: "", source: "", baseline: "" };
/** More than any table of a paper; the server refuses larger bodies. */
const LARGEST_BYTES = 1_000_000;

function read({ name, text }: Chosen, about: About): Read {
  const given = Object.fromEntries(Object.entries(about).filter(([, value]) => value.trim() !== ""));
  try {
    return { file: resultSetFromText(text, name, given) };
  } catch (error) {
    if (error instanceof ImportError) return { problems: error.message.split("\n") };
    throw error;
  }
}

/** Opens a dialog that reads a JSON or CSV file of reported results here, shows what is in it, and imports it. */
export function ImportResultsButton({ onImported }: { onImported: () => Promise<void> }) {
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button size="sm" onClick={() => setOpen(true)}>
        <FileUp aria-hidden />
        Import results
      </Button>
      <ImportDialog key={String(open)} open={open} onOpenChange={setOpen} onImported={onImported} />
    </>
  );
}

function ImportDialog(props: {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  onImported: () => Promise<void>;
}) {
  const notify = useNotify();
  const [chosen, setChosen] = useState<Chosen | null>(null);
  const [about, setAbout] = useState(NOTHING);
  const [refusal, setRefusal] = useState<string | null>(null);
  const found = chosen === null ? null : read(chosen, about);
  const choose = async (file: File | undefined) => {
    setRefusal(null);
    if (file && file.size > LARGEST_BYTES)
      setRefusal("The file is larger than 1 MB: is it a table of results?");
    else setChosen(file ? { name: file.name, text: await file.text() } : null);
  };
  const send = async (file: ResultSetFile) => {
    try {
      const { created } = await fetchJson(apiRoutes.resultSets(), resultSetAnswer, jsonBody("POST", file));
      await props.onImported();
      notify({ title: created ? `Imported ${file.name}` : `${file.name} was there already` });
      props.onOpenChange(false);
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      setRefusal(`${error.problem.title}: ${error.message}`);
    }
  };
  return (
    <Dialog
      open={props.open}
      onOpenChange={props.onOpenChange}
      title="Import reported results"
      description="A JSON file of the contract, or CSV with the columns arm, benchmark, questions, percent and correct. One training run an arm: such arms get intervals over questions and no verdict."
      footer={
        <>
          <Button onClick={() => props.onOpenChange(false)}>Cancel</Button>
          <Button
            variant="primary"
            disabled={!(found && "file" in found)}
            onClick={() => (found && "file" in found ? void send(found.file) : undefined)}
          >
            Import
          </Button>
        </>
      }
    >
      <Field htmlFor="import-file" label="File">
        <input
          id="import-file"
          type="file"
          accept=".csv,.tsv,.json,text/csv,application/json"
          className="text-ink-2 text-sm file:mr-2 file:h-7.5 file:rounded-md file:border file:border-line-strong file:bg-surface file:px-3 file:font-medium file:text-ink hover:file:bg-hover"
          onChange={(event) => void choose(event.target.files?.[0])}
        />
      </Field>
      {chosen && !isJsonFile(chosen.name) ? (
        <AboutFields about={about} onChange={setAbout} chosen={chosen} />
      ) : null}
      <Findings found={found} refusal={refusal} />
    </Dialog>
  );
}

function AboutFields({
  about,
  chosen,
  onChange,
}: {
  about: About;
  chosen: Chosen;
  onChange: (about: About) => void;
}) {
  const fields = [
    { key: "name", label: "Name", placeholder: chosen.name.replace(/\.[^.]*$/, "") },
    { key: "source", label: "Source: paper, table, address", placeholder: chosen.name },
    { key: "baseline", label: "Baseline arm, as in the file", placeholder: "none: every pair of arms" },
  ] as const;
  return fields.map(({ key, label, placeholder }) => (
    <Field key={key} htmlFor={`import-${key}`} label={label}>
      <Input
        id={`import-${key}`}
        value={about[key]}
        placeholder={placeholder}
        onChange={(event) => onChange({ ...about, [key]: event.target.value })}
      />
    </Field>
  ));
}

function Findings({ found, refusal }: { found: Read | null; refusal: string | null }) {
  const problems = refusal ? [refusal] : found && "problems" in found ? found.problems : [];
  return (
    <div aria-live="polite" className="min-h-10 text-sm">
      {problems.length > 0 ? (
        <ul className="flex max-h-48 flex-col gap-1 overflow-auto text-bad text-xs">
          {problems.map((problem) => (
            <li key={problem} className="break-words">
              {problem}
            </li>
          ))}
        </ul>
      ) : found && "file" in found ? (
        <p className="break-words text-ink-2">
          {found.file.name}: {plural(found.file.arms.length, "arm")} (
          {found.file.arms.map(({ name }) => name).join(", ")}),{" "}
          {plural(found.file.benchmarks.length, "benchmark")},{" "}
          {plural(found.file.cells.length, "accuracy", "accuracies")}.
        </p>
      ) : null}
    </div>
  );
}
