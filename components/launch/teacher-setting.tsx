"use client";

import { Field } from "@/components/ui/field";
import { Select } from "@/components/ui/select";
import { fieldId, useLaunchForm } from "./form-context";
import { SettingGrid, TextSetting } from "./settings";

const KINDS = [
  { value: "none", label: "None" },
  { value: "local", label: "Local model" },
  { value: "endpoint", label: "OpenAI-compatible endpoint" },
] as const;
type Kind = (typeof KINDS)[number]["value"];

/** Who rewrites reasoning into trace steps. */
export function TeacherSetting() {
  const { draft, issues, set } = useLaunchForm();
  if (draft.profile.kind !== "hf") return null;
  const { teacher } = draft.profile;
  const choose = (kind: Kind) => {
    const model = teacher?.model ?? "";
    if (kind === "none") set("profile.teacher", null);
    else if (kind === "local") set("profile.teacher", { kind, model });
    else set("profile.teacher", { kind, url: "http://127.0.0.1:8000/v1", model });
  };
  const id = fieldId("profile.teacher");
  return (
    <SettingGrid>
      <Field
        htmlFor={id}
        label="Teacher"
        hint="rewrites reasoning into trace steps"
        error={issues.get("profile.teacher")}
      >
        <Select id={id} options={KINDS} value={teacher?.kind ?? "none"} onValueChange={choose} />
      </Field>
      {teacher ? <TextSetting path="profile.teacher.model" label="Teacher's model" /> : null}
      {teacher?.kind === "endpoint" ? (
        <TextSetting path="profile.teacher.url" label="Address" className="col-span-2" />
      ) : null}
    </SettingGrid>
  );
}
