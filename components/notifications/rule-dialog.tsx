"use client";

import { useState } from "react";
import { Button } from "@/components/ui/button";
import { CopyButton } from "@/components/ui/copy-button";
import { Dialog } from "@/components/ui/dialog";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { Select } from "@/components/ui/select";
import { ApiError } from "@/lib/client/fetch-json";
import {
  type NewNotificationRule,
  type NotificationKind,
  type NotificationRule,
  newNotificationRule,
} from "@/lib/contracts";
import { WATCH_DEFAULTS, WATCH_TITLES, watchSentence } from "@/lib/domain/notification-texts";
import { useRules } from "./use-rules";
import { WatchFields } from "./watch-fields";

const KINDS = (Object.keys(WATCH_TITLES) as NotificationKind[]).map((value) => ({
  value,
  label: WATCH_TITLES[value],
}));

export interface AblationChoice {
  id: string;
  name: string;
}

interface Props {
  /** null: a new rule. */
  rule: NotificationRule | null;
  ablations: readonly AblationChoice[];
  onClose: () => void;
}

function draftOf(rule: NotificationRule | null): NewNotificationRule {
  if (rule === null) return { name: "", watch: WATCH_DEFAULTS.failed, ablationId: null, url: "" };
  const { name, watch, ablationId, url } = rule;
  return { name, watch, ablationId, url };
}

/** The first message of each field: `name`, `url`, and those of the watch by their last word. */
function errorsOf(issues: readonly { path: PropertyKey[]; message: string }[]): Map<string, string> {
  const errors = new Map<string, string>();
  for (const { path, message } of issues) {
    const field = String(path.at(-1) ?? "");
    if (!errors.has(field)) errors.set(field, message);
  }
  return errors;
}

function Secret({ secret, onClose }: { secret: string; onClose: () => void }) {
  return (
    <Dialog
      open
      onOpenChange={onClose}
      title="The rule watches from now on"
      description="Every body it posts is signed with this secret. It is shown this once."
      footer={
        <Button variant="primary" onClick={onClose}>
          Done
        </Button>
      }
    >
      <div className="flex items-center gap-2 rounded-md border bg-sunken px-2 py-1.5">
        <code className="min-w-0 flex-1 break-all font-mono text-xs">{secret}</code>
        <CopyButton text={secret} label="the secret" />
      </div>
      <p className="mt-3 text-ink-2 text-sm">
        To check who wrote, compute{" "}
        <code className="font-mono text-xs">HMAC-SHA256(secret, timestamp + "." + body)</code> with the header{" "}
        <code className="font-mono text-xs">X-Stepwell-Timestamp</code> and compare it with{" "}
        <code className="font-mono text-xs">X-Stepwell-Signature</code>. Slack, Mattermost and Discord need no
        check: their address is the secret.
      </p>
    </Dialog>
  );
}

/** Sends a draft; what is wrong with it is said at its fields. A new rule has a secret to show. */
function useSaving(rule: Props["rule"], onClose: () => void) {
  const rules = useRules();
  const [errors, setErrors] = useState<ReadonlyMap<string, string>>(new Map());
  const [failure, setFailure] = useState("");
  const [busy, setBusy] = useState(false);
  const [secret, setSecret] = useState<string | null>(null);
  const save = async (draft: NewNotificationRule) => {
    const parsed = newNotificationRule.safeParse(draft);
    setErrors(errorsOf(parsed.error?.issues ?? []));
    setFailure("");
    if (!parsed.success) return;
    setBusy(true);
    try {
      const made = await rules.save(rule?.id ?? null, parsed.data);
      if (made === null) onClose();
      else setSecret(made);
    } catch (error) {
      if (error instanceof ApiError)
        setErrors(
          errorsOf(error.problem.fields.map(({ path, message }) => ({ path: path.split("."), message }))),
        );
      setFailure(error instanceof Error ? error.message : String(error));
    } finally {
      setBusy(false);
    }
  };
  return { save, errors, failure, busy, secret };
}

/** Makes or changes a rule. */
export function RuleDialog({ rule, ablations, onClose }: Props) {
  const [draft, setDraft] = useState(draftOf(rule));
  const { save, errors, failure, busy, secret } = useSaving(rule, onClose);
  const change = (part: Partial<NewNotificationRule>) => setDraft({ ...draft, ...part });

  if (secret !== null) return <Secret secret={secret} onClose={onClose} />;
  return (
    <Dialog
      open
      onOpenChange={onClose}
      title={rule === null ? "New rule" : `Change ${rule.name}`}
      className="sm:w-[34rem]"
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button variant="primary" disabled={busy} onClick={() => void save(draft)}>
            {rule === null ? "Add the rule" : "Save"}
          </Button>
        </>
      }
    >
      <form
        className="flex flex-col gap-1"
        onSubmit={(event) => {
          event.preventDefault();
          void save(draft);
        }}
      >
        <Field htmlFor="rule-name" label="Name" error={errors.get("name")} hint="So that you know it again">
          <Input
            id="rule-name"
            value={draft.name}
            placeholder="Wake me up"
            onChange={(event) => change({ name: event.target.value })}
          />
        </Field>
        <div className="grid gap-x-4 sm:grid-cols-2">
          <Field htmlFor="rule-kind" label="Tell me when">
            <Select
              id="rule-kind"
              options={KINDS}
              value={draft.watch.kind}
              onValueChange={(kind) => change({ watch: WATCH_DEFAULTS[kind] })}
            />
          </Field>
          <Field htmlFor="rule-ablation" label="Of" error={errors.get("ablationId")}>
            <Select
              id="rule-ablation"
              options={[
                { value: "", label: "Every ablation" },
                ...ablations.map(({ id, name }) => ({ value: id, label: name })),
              ]}
              value={draft.ablationId ?? ""}
              onValueChange={(id) => change({ ablationId: id === "" ? null : id })}
            />
          </Field>
        </div>
        <WatchFields watch={draft.watch} errors={errors} onChange={(watch) => change({ watch })} />
        <p className="mb-3 rounded-md bg-sunken px-2.5 py-1.5 text-ink-2 text-xs">
          {watchSentence(draft.watch)}
        </p>
        <Field
          htmlFor="rule-url"
          label="Web hook"
          error={errors.get("url")}
          hint="Posted as JSON by this server; text and content are set, so Slack, Mattermost and Discord take it as it is"
        >
          <Input
            id="rule-url"
            type="url"
            inputMode="url"
            className="font-mono text-xs"
            placeholder="https://hooks.example.org/…"
            value={draft.url}
            onChange={(event) => change({ url: event.target.value })}
          />
        </Field>
        {failure === "" ? null : (
          <p role="alert" className="text-bad text-xs">
            {failure}
          </p>
        )}
        <button type="submit" hidden />
      </form>
    </Dialog>
  );
}
