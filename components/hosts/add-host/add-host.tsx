"use client";

import { useQueryClient } from "@tanstack/react-query";
import { Plus } from "lucide-react";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import type { FormErrors } from "@/components/ui/schema-form/values";
import { ApiError, fetchJson, jsonBody } from "@/lib/client/fetch-json";
import { type EnrolAnswer, enrolAnswer } from "@/lib/contracts/enrolments";
import { ConnectSteps } from "./connect-steps";
import { EMPTY_HOST, type HostDraft, requestOf } from "./draft";
import { HostForm } from "./host-form";

/** Asks for a token and the command. What the server refuses is shown at the field that it names. */
function useEnrolling() {
  const client = useQueryClient();
  const [busy, setBusy] = useState(false);
  const [errors, setErrors] = useState<FormErrors>({});
  const [failure, setFailure] = useState("");
  const [answer, setAnswer] = useState<EnrolAnswer | null>(null);

  const enrol = async (draft: HostDraft): Promise<void> => {
    const asked = requestOf(draft);
    if ("errors" in asked) return setErrors(asked.errors);
    setBusy(true);
    setErrors({});
    setFailure("");
    try {
      setAnswer(await fetchJson("/api/v1/hosts/enrol", enrolAnswer, jsonBody("POST", asked.request)));
      await client.invalidateQueries({ queryKey: ["enrolments"] });
    } catch (error) {
      if (error instanceof ApiError)
        setErrors(Object.fromEntries(error.problem.fields.map(({ path, message }) => [path, message])));
      setFailure(error instanceof Error ? error.message : String(error));
    } finally {
      setBusy(false);
    }
  };
  const reset = () => {
    setErrors({});
    setFailure("");
    setAnswer(null);
  };
  return { busy, errors, failure, answer, enrol, reset, setErrors };
}

/** The button that connects a host, and its dialog: what it is, then the command that installs the agent there. */
export function AddHost() {
  const [open, setOpen] = useState(false);
  const [draft, setDraft] = useState(EMPTY_HOST);
  const { busy, errors, failure, answer, enrol, reset, setErrors } = useEnrolling();
  const hasFaults = Object.keys(errors).length > 0;
  const close = () => {
    setOpen(false);
    if (!answer) return;
    reset();
    setDraft(EMPTY_HOST);
  };
  const change = (next: HostDraft) => {
    setDraft(next);
    if (!hasFaults) return;
    const asked = requestOf(next);
    setErrors("errors" in asked ? asked.errors : {});
  };
  return (
    <>
      <Button variant="primary" onClick={() => setOpen(true)}>
        <Plus aria-hidden />
        Add a host
      </Button>
      <Dialog
        open={open}
        onOpenChange={(next) => (next ? setOpen(true) : close())}
        shape="sheet"
        title={answer ? `Connect ${answer.enrolment.hostName}` : "Add a host"}
        description={
          answer
            ? undefined
            : "A machine on which an agent takes jobs and starts trainers. It connects to this server; nothing connects to it."
        }
        footer={
          answer ? (
            <Button variant="primary" onClick={close}>
              Done
            </Button>
          ) : (
            <>
              <Button onClick={close}>Cancel</Button>
              <Button variant="primary" disabled={busy} onClick={() => void enrol(draft)}>
                Get the command
              </Button>
            </>
          )
        }
      >
        {answer ? (
          <ConnectSteps answer={answer} />
        ) : (
          <>
            <HostForm draft={draft} onChange={change} errors={errors} disabled={busy} />
            <p role="alert" className="min-h-5 text-bad text-sm">
              {failure || (hasFaults ? "Mend what is marked." : "")}
            </p>
          </>
        )}
      </Dialog>
    </>
  );
}
