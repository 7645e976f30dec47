"use client";

import { describedBy, Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { NumberField } from "@/components/ui/number-field";
import { SchemaForm } from "@/components/ui/schema-form/schema-form";
import type { FormErrors } from "@/components/ui/schema-form/values";
import { Select } from "@/components/ui/select";
import { LAUNCHER_CONTRACTS, LAUNCHER_NAMES } from "@/lib/contracts/launchers";
import { configErrors, configOf, type HostDraft, withConfig } from "./draft";

interface Props {
  draft: HostDraft;
  onChange: (draft: HostDraft) => void;
  errors: FormErrors;
  disabled: boolean;
}

const LAUNCHERS = LAUNCHER_NAMES.map((name) => ({ value: name, label: LAUNCHER_CONTRACTS[name].title }));

function about(id: string, error: string | undefined) {
  return { id, "aria-describedby": describedBy(id), "aria-invalid": error === undefined ? undefined : true };
}

type TextName = "hostName" | "dataDir" | "sharedStorage";

interface TextProps extends Props {
  name: TextName;
  label: string;
  hint: string;
  placeholder?: string;
  className?: string;
}

function TextSetting({
  name,
  label,
  hint,
  placeholder,
  className,
  draft,
  onChange,
  errors,
  disabled,
}: TextProps) {
  const id = `host-${name}`;
  const error = errors[name];
  return (
    <Field htmlFor={id} label={label} hint={hint} error={error} className={className}>
      <Input
        {...about(id, error)}
        value={draft[name]}
        disabled={disabled}
        placeholder={placeholder}
        autoComplete="off"
        spellCheck={false}
        onChange={(event) => onChange({ ...draft, [name]: event.target.value })}
      />
    </Field>
  );
}

function Basics(props: Props) {
  const { draft, onChange, errors, disabled } = props;
  const change = (part: Partial<HostDraft>) => onChange({ ...draft, ...part });
  return (
    <div className="grid grid-cols-1 gap-x-4 gap-y-2 sm:grid-cols-2">
      <TextSetting
        {...props}
        name="hostName"
        label="Name"
        hint="As this page will show it; the token is good for this name only"
        placeholder="gpu-1"
      />
      <Field htmlFor="host-launcher" label="Launcher" hint={LAUNCHER_CONTRACTS[draft.launcher].summary}>
        <Select
          {...about("host-launcher", undefined)}
          options={LAUNCHERS}
          value={draft.launcher}
          disabled={disabled}
          onValueChange={(launcher) => change({ launcher })}
        />
      </Field>
      <Field
        htmlFor="host-capacity"
        label="Capacity"
        unit="jobs"
        hint="How many may run at the same time"
        error={errors.capacity}
      >
        <NumberField
          {...about("host-capacity", errors.capacity)}
          value={draft.capacity}
          disabled={disabled}
          inputMode="numeric"
          onValueChange={(capacity) => change({ capacity })}
        />
      </Field>
      <TextSetting
        {...props}
        name="dataDir"
        label="Data folder"
        hint="For run directories and outputs; on a cluster, one that its nodes share"
        placeholder="~/.stepwell-agent/data"
      />
      <TextSetting
        {...props}
        name="sharedStorage"
        label="Shared storage"
        className="sm:col-span-2"
        hint="Hosts that name the same one see each other's files under the same paths: nothing is copied between them. Empty: a disk of its own"
      />
    </div>
  );
}

/** What a host is called, how it starts jobs, and its launcher's settings. */
export function HostForm(props: Props) {
  const { draft, onChange, errors, disabled } = props;
  const { config, title } = LAUNCHER_CONTRACTS[draft.launcher];
  return (
    <div className="flex flex-col gap-4">
      <Basics {...props} />
      <section className="flex flex-col gap-2">
        <h3 className="font-medium text-sm">{title}</h3>
        <SchemaForm
          key={draft.launcher}
          schema={config}
          value={configOf(draft)}
          onChange={(next) => onChange(withConfig(draft, next))}
          errors={configErrors(errors)}
          disabled={disabled}
        />
      </section>
    </div>
  );
}
