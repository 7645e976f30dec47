"use client";

import { Plus, Trash2 } from "lucide-react";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { Input } from "@/components/ui/input";
import { key as keyContract } from "@/lib/contracts";
import { useLaunchForm } from "./form-context";
import { TextSetting } from "./settings";

/** The benchmarks of a Hugging Face profile: a key and a data set each. */
export function HfBenchmarks() {
  const { draft, change } = useLaunchForm();
  const [wanted, setWanted] = useState("");
  if (draft.profile.kind !== "hf") return null;
  const known = Object.keys(draft.profile.benchmarks);
  const add = () => {
    change((d) => {
      if (d.profile.kind !== "hf") return d;
      const made = { ...d.profile.benchmarks, [wanted]: { dataset: "", split: "test" } };
      return { ...d, profile: { ...d.profile, benchmarks: made }, benchmarks: [...d.benchmarks, wanted] };
    });
    setWanted("");
  };
  const remove = (name: string) =>
    change((d) => {
      if (d.profile.kind !== "hf") return d;
      const kept = Object.fromEntries(Object.entries(d.profile.benchmarks).filter(([k]) => k !== name));
      return {
        ...d,
        profile: { ...d.profile, benchmarks: kept },
        benchmarks: d.benchmarks.filter((b) => b !== name),
        contrast: d.contrast?.benchmark === name ? null : d.contrast,
      };
    });
  const usable = keyContract.safeParse(wanted).success && !known.includes(wanted);
  return (
    <fieldset className="flex flex-col gap-1.5">
      <legend className="mb-1 font-medium text-ink-2 text-xs">Benchmarks of this profile</legend>
      {known.map((name) => (
        <div key={name} className="flex flex-wrap items-start gap-3">
          <code className="w-32 truncate pt-6 font-mono text-xs">{name}</code>
          <TextSetting
            path={`profile.benchmarks.${name}.dataset`}
            label="Data set"
            className="min-w-40 flex-1"
          />
          <TextSetting path={`profile.benchmarks.${name}.split`} label="Split" className="w-28" />
          <Button
            variant="ghost"
            size="icon"
            className="mt-5"
            aria-label={`Remove benchmark ${name}`}
            onClick={() => remove(name)}
          >
            <Trash2 aria-hidden />
          </Button>
        </div>
      ))}
      <div className="flex items-center gap-2">
        <Input
          aria-label="Key of a new benchmark"
          placeholder="key, e.g. gsm8k-test"
          className="w-48 font-mono"
          value={wanted}
          onChange={(event) => setWanted(event.target.value)}
        />
        <Button disabled={!usable} onClick={add}>
          <Plus aria-hidden />
          Add benchmark
        </Button>
      </div>
    </fieldset>
  );
}
