"use client";

import { useState } from "react";
import { describedBy, Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { Panel } from "@/components/ui/panel";
import { fieldId, useLaunchForm } from "./form-context";
import { parseSeeds, showSeeds } from "./seeds-text";
import { TextSetting } from "./settings";

function sameSeeds(a: readonly (number | null)[] | null, b: readonly (number | null)[]): boolean {
  return a !== null && a.length === b.length && a.every((seed, i) => seed === b[i]);
}

function SeedsSetting() {
  const { draft, issues, set } = useLaunchForm();
  const [text, setText] = useState(showSeeds(draft.seeds));
  const read = parseSeeds(text);
  // What is typed stays until the draft changes from elsewhere (a preset).
  const shown = read === null || sameSeeds(read, draft.seeds) ? text : showSeeds(draft.seeds);
  const id = fieldId("seeds");
  const inside = [...issues].find(([path]) => path === "seeds" || path.startsWith("seeds."))?.[1];
  const error = read === null ? "whole numbers and ranges, e.g. 1-3, 7" : inside;
  return (
    <Field htmlFor={id} label="Seeds" unit={`S = ${draft.seeds.length}`} hint="e.g. 1-3, 7" error={error}>
      <Input
        id={id}
        className="font-mono"
        value={shown}
        aria-invalid={error !== undefined}
        aria-describedby={describedBy(id)}
        onChange={(event) => {
          setText(event.target.value);
          set("seeds", parseSeeds(event.target.value) ?? []);
        }}
      />
    </Field>
  );
}

/** Name, seeds and question. */
export function BasicsSection() {
  return (
    <Panel title="Ablation">
      <div className="grid gap-x-4 gap-y-1.5 sm:grid-cols-2">
        <TextSetting path="name" label="Name" />
        <SeedsSetting />
        <TextSetting path="description" label="What is asked" lines={2} className="sm:col-span-2" />
      </div>
    </Panel>
  );
}
