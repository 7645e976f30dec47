"use client";

import { useState } from "react";
import { Button } from "@/components/ui/button";
import { Panel } from "@/components/ui/panel";
import { SchemaForm } from "@/components/ui/schema-form/schema-form";
import { stacks } from "@/lib/contracts";
import { fieldId, useLaunchForm } from "./form-context";
import type { Issues } from "./issues";

/** Faults below `prefix`, by their paths from there. */
export function issuesBelow(issues: Issues, prefix: string): Record<string, string> {
  const start = `${prefix}.`;
  const below = [...issues].filter(([path]) => path.startsWith(start));
  return Object.fromEntries(below.map(([path, message]) => [path.slice(start.length), message]));
}

/** Who trains: Stepwell's own trainer, or a stack that is on the host already. */
export function StacksSection() {
  const { draft, issues, set } = useLaunchForm();
  const [isAsked, setAsked] = useState(false);
  const errors = issuesBelow(issues, "stacks");
  const isOwn = draft.stacks.warmUp.kind === "stepwell" && draft.stacks.grpo.kind === "stepwell";
  const isFolded = !isAsked && draft.profile.kind === "tiny" && isOwn && Object.keys(errors).length === 0;
  return (
    <Panel
      title="Trained by"
      aside={isFolded ? "Stepwell (TRL)" : "what another stack cannot do is said at its field"}
    >
      {/* Where links from the list of faults lead. */}
      {Object.keys(errors).map((path) => (
        <span key={path} id={fieldId(`stacks.${path}`)} />
      ))}
      {isFolded ? (
        <div className="flex flex-wrap items-center justify-between gap-2">
          <p className="text-ink-3 text-xs">
            The tiny profile is usually trained by Stepwell's own trainer. Hugging Face models can also be
            trained by EasyR1 with the published reward, verl or LLaMA-Factory, and sampled with vLLM.
          </p>
          <Button size="sm" onClick={() => setAsked(true)}>
            Choose another stack
          </Button>
        </div>
      ) : (
        <SchemaForm
          schema={stacks}
          value={draft.stacks}
          onChange={(next) => set("stacks", next)}
          errors={errors}
        />
      )}
    </Panel>
  );
}
