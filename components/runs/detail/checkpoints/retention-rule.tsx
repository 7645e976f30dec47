"use client";

import { useQueryClient } from "@tanstack/react-query";
import Link from "next/link";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { NumberField } from "@/components/ui/number-field";
import { Select } from "@/components/ui/select";
import { useNotify } from "@/components/ui/toast";
import { fetchJson, jsonBody } from "@/lib/client/fetch-json";
import { type CheckpointRetention, checkpointRetention } from "@/lib/contracts";
import { routes } from "@/lib/domain/routes";
import { UPLOADS } from "../../upload-rule";
import { checkpointsKey } from "./checkpoints-key";

interface Props {
  runId: string;
  ablation: { id: string; name: string };
  rule: CheckpointRetention;
}

const same = (a: CheckpointRetention, b: CheckpointRetention) => JSON.stringify(a) === JSON.stringify(b);

/** Which checkpoints of the run's ablation stay, and what goes to the server's store; changed here for all its runs. */
export function RetentionRule({ runId, ablation, rule }: Props) {
  const [draft, setDraft] = useState(rule);
  const { save, busy, failure } = useSave(runId, ablation.id, draft);
  const change = (part: Partial<CheckpointRetention>) => setDraft({ ...draft, ...part });
  return (
    <form
      className="flex flex-col gap-3"
      onSubmit={(event) => {
        event.preventDefault();
        void save();
      }}
    >
      <p className="text-ink-2 text-sm">
        For all runs of <Link href={routes.ablation(ablation.id)}>{ablation.name}</Link>. The newest
        checkpoint, the result, pinned ones and what a run was forked from always stay.
      </p>
      <div className="grid grid-cols-1 gap-3 sm:grid-cols-3">
        <Field label="Keep the newest" hint="checkpoints; empty: all of them" htmlFor="keep-last">
          <NumberField
            id="keep-last"
            value={draft.keepLast}
            onValueChange={(keepLast) => change({ keepLast })}
          />
        </Field>
        <Field label="Also keep every" hint="train steps; empty: none beside the newest" htmlFor="keep-every">
          <NumberField
            id="keep-every"
            value={draft.keepEvery}
            onValueChange={(keepEvery) => change({ keepEvery })}
          />
        </Field>
        <Field label="Send to the server" hint="other hosts fetch them there" htmlFor="upload-rule">
          <Select
            id="upload-rule"
            options={UPLOADS}
            value={draft.upload}
            onValueChange={(upload) => change({ upload })}
          />
        </Field>
      </div>
      <div className="flex items-center gap-3">
        <Button type="submit" disabled={busy || same(draft, rule)}>
          Change the rule
        </Button>
        <p role="alert" className="text-bad text-sm">
          {failure}
        </p>
      </div>
    </form>
  );
}

function useSave(runId: string, ablationId: string, draft: CheckpointRetention) {
  const client = useQueryClient();
  const notify = useNotify();
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState("");
  const save = async () => {
    setBusy(true);
    setFailure("");
    try {
      await fetchJson(
        `/api/v1/ablations/${ablationId}/retention`,
        checkpointRetention,
        jsonBody("PATCH", draft),
      );
      await client.invalidateQueries({ queryKey: checkpointsKey(runId) });
      notify({ title: "The rule is changed", description: "What it lets go is deleted by its host." });
    } catch (error) {
      setFailure(error instanceof Error ? error.message : String(error));
    } finally {
      setBusy(false);
    }
  };
  return { save, busy, failure };
}
