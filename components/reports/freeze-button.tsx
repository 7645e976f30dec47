"use client";

import { FileCheck2 } from "lucide-react";
import { useRouter } from "next/navigation";
import { useId, useState } from "react";
import { Button, type ButtonVariant } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { describedBy, Field } from "@/components/ui/field";
import { Textarea } from "@/components/ui/input";
import { useNotify } from "@/components/ui/toast";
import { fetchJson, jsonBody } from "@/lib/client/fetch-json";
import { freezeAnswer } from "@/lib/contracts/report";

interface Selected {
  ablation?: string | undefined;
  runs?: readonly string[];
  imported?: readonly string[];
}

/** What the server is asked for: an ablation has an address of its own. */
function request({ ablation, runs = [], imported = [] }: Selected, claim: string) {
  return ablation !== undefined && runs.length === 0
    ? { path: `/api/v1/ablations/${ablation}/reports`, body: { claim, imported } }
    : { path: "/api/v1/reports", body: { claim, selection: { ablation, runs, imported } } };
}

/** "Freeze a report": asks for the author's claim in words, freezes the facts as they are now and opens the report. */
export function FreezeButton({ selection, variant }: { selection: Selected; variant?: ButtonVariant }) {
  const id = useId();
  const router = useRouter();
  const notify = useNotify();
  const [open, setOpen] = useState(false);
  const [claim, setClaim] = useState("");
  const [state, setState] = useState<{ busy: boolean; failure: string | null }>({
    busy: false,
    failure: null,
  });
  const freeze = async () => {
    setState({ busy: true, failure: null });
    try {
      const { path, body } = request(selection, claim);
      const { url, created } = await fetchJson(path, freezeAnswer, jsonBody("POST", body));
      notify(
        created
          ? { title: "Report frozen" }
          : { title: "Nothing has changed", description: "This is the report that was frozen before." },
      );
      setState({ busy: false, failure: null });
      setOpen(false);
      router.push(url);
    } catch (error) {
      setState({ busy: false, failure: error instanceof Error ? error.message : String(error) });
    }
  };
  return (
    <>
      <Button variant={variant ?? "secondary"} onClick={() => setOpen(true)}>
        <FileCheck2 aria-hidden />
        Freeze a report
      </Button>
      <Dialog
        open={open}
        onOpenChange={setOpen}
        title="Freeze a report"
        description="All measured facts are kept as they are now, under an address that does not change. Later results leave the report as it is."
        footer={
          <>
            <Button onClick={() => setOpen(false)}>Not now</Button>
            <Button variant="primary" disabled={state.busy} onClick={() => void freeze()}>
              {state.busy ? "Freezing…" : "Freeze"}
            </Button>
          </>
        }
      >
        <Field
          htmlFor={id}
          label="What you claim, in your own words"
          unit="optional"
          hint="Printed as the author's claim, above what the evidence supports."
          error={state.failure ?? undefined}
        >
          <Textarea
            id={id}
            aria-describedby={describedBy(id)}
            maxLength={2000}
            rows={4}
            value={claim}
            onChange={(event) => setClaim(event.target.value)}
          />
        </Field>
      </Dialog>
    </>
  );
}
