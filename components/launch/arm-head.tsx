"use client";

import { Copy, Trash2 } from "lucide-react";
import { ArmMark } from "@/components/ui/arm-chip";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { Input } from "@/components/ui/input";
import { Select } from "@/components/ui/select";
import { duplicateArm, removeArm, renameArmKey, setTrainingKind } from "./arm-edits";
import { fieldId, useLaunchForm } from "./form-context";

const KINDS = [
  { value: "warm-up", label: "After SFT" },
  { value: "base", label: "No SFT" },
  { value: "checkpoint", label: "Checkpoint" },
  { value: "none", label: "SFT alone" },
] as const;

/** Name, key and kind of an arm, with copy and remove. */
export function ArmHead({ index }: { index: number }) {
  const { draft, issues, filledArm, set, change } = useLaunchForm();
  const arm = draft.arms[index];
  if (!arm) return null;
  const at = `arms.${index}`;
  const start = `${at}.training.start`;
  const error = issues.get(`${at}.name`) ?? issues.get(`${at}.key`) ?? issues.get(start);
  // Without a forked checkpoint there is none to begin from.
  const isOffered = draft.forkedFrom !== null || arm.training?.start === "checkpoint";
  return (
    <div className="flex w-26 flex-col gap-1">
      <div className="flex items-center justify-between">
        <span className="flex items-center gap-1.5">
          <ArmMark position={index} className="size-3" />
          {arm.key === filledArm ? (
            <Badge tone="info" title="filled in from another page">
              new
            </Badge>
          ) : null}
        </span>
        <span className="flex">
          <Button
            variant="ghost"
            size="icon"
            aria-label={`Duplicate ${arm.name}`}
            title="Duplicate"
            onClick={() => change((d) => duplicateArm(d, index))}
          >
            <Copy aria-hidden />
          </Button>
          <Button
            variant="ghost"
            size="icon"
            aria-label={`Remove ${arm.name}`}
            title="Remove"
            disabled={draft.arms.length === 1}
            onClick={() => change((d) => removeArm(d, index))}
          >
            <Trash2 aria-hidden />
          </Button>
        </span>
      </div>
      <Input
        id={fieldId(`${at}.name`)}
        aria-label={`Name of arm ${index + 1}`}
        aria-invalid={issues.has(`${at}.name`)}
        className="h-7 font-medium"
        value={arm.name}
        onChange={(event) => set(`${at}.name`, event.target.value)}
      />
      <Input
        id={fieldId(`${at}.key`)}
        aria-label={`Key of arm ${index + 1}`}
        aria-invalid={issues.has(`${at}.key`)}
        title="Short key for addresses and exports"
        className="h-6 font-mono text-2xs"
        value={arm.key}
        onChange={(event) => change((d) => renameArmKey(d, index, event.target.value))}
      />
      <Select
        id={fieldId(start)}
        aria-label={`How ${arm.name} is trained`}
        aria-invalid={issues.has(start)}
        options={KINDS.filter(({ value }) => value !== "checkpoint" || isOffered)}
        value={arm.training === null ? "none" : arm.training.start}
        onValueChange={(kind) => change((d) => setTrainingKind(d, index, kind))}
      />
      {error ? <p className="text-2xs text-bad">{error}</p> : null}
    </div>
  );
}
