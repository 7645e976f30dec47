"use client";

import { useQueryClient } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useMemo, useState } from "react";
import { useNotify } from "@/components/ui/toast";
import { ApiError, fetchJson, jsonBody } from "@/lib/client/fetch-json";
import { type AblationSpec, type HostView, launchAnswer } from "@/lib/contracts";
import { routes } from "@/lib/domain/routes";
import { plural } from "@/lib/format/number";
import type { SourcedSpread } from "@/lib/stats/ablation";
import { ArmsMatrix } from "./arms-matrix";
import { BasicsSection } from "./basics-section";
import { ContrastSection } from "./contrast-section";
import { setAt } from "./draft";
import { EvaluationSection, TracesSection } from "./evaluation-section";
import { type LaunchForm as Form, LaunchFormContext } from "./form-context";
import { checkDraft, type Issues, serverIssues } from "./issues";
import { LifeSection } from "./life-section";
import { PlacesSection } from "./places/places-section";
import { PlanningSection } from "./planning/planning-section";
import { USUAL_GUESSES } from "./planning/prepare-planning";
import { type Filled, filledPaths } from "./prefill";
import { PrefillNotice } from "./prefill-notice";
import { PreviewPanel } from "./preview-panel";
import { ProfileSection } from "./profile-section";
import { RestoredNotice } from "./restored-notice";
import { SeedsPanel } from "./seeds-panel";
import { StacksSection } from "./stacks-section";
import { SubmitPanel } from "./submit-panel";
import { GrpoSection, WarmUpSection } from "./training-section";
import { useDraft } from "./use-draft";
import { useIdempotencyKey } from "./use-idempotency-key";
import { usePreview } from "./use-preview";

const NONE: Issues = new Map();
const NOTHING_FILLED: ReadonlySet<string> = new Set();

interface Props {
  /** What the draft started from: names the copy that this tab keeps. */
  source: string;
  spec: AblationSpec;
  hosts: readonly HostView[];
  /** What finished ablations of this profile have shown of the spread over seeds. */
  spreads: readonly SourcedSpread[];
  /** What another page filled in; `spec` holds it already. */
  filled: Filled | null;
}

/** Submits a spec; on success the page moves to the ablation. */
function useLaunch(onDone: () => void) {
  const router = useRouter();
  const client = useQueryClient();
  const notify = useNotify();
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<ApiError | null>(null);
  const keyOf = useIdempotencyKey();
  const launch = async (spec: AblationSpec) => {
    setBusy(true);
    setFailure(null);
    try {
      const request = jsonBody("POST", spec);
      const headers = { ...request.headers, "idempotency-key": keyOf(JSON.stringify(spec)) };
      const made = await fetchJson("/api/v1/ablations", launchAnswer, { ...request, headers });
      onDone();
      notify({ title: "Launched", description: `${plural(made.runs, "run")}, ${plural(made.jobs, "job")}` });
      void client.invalidateQueries({ queryKey: ["ablations"] });
      router.push(routes.ablation(made.id));
    } catch (error) {
      setBusy(false);
      if (!(error instanceof ApiError)) throw error;
      setFailure(error);
    }
  };
  return { busy, failure, launch, clear: () => setFailure(null) };
}

/** The launch form: arms x seeds with everything that is trained, and beside it what that costs and can show. */
export function LaunchForm({ source, spec: initial, hosts, spreads, filled }: Props) {
  const { draft, change, restored, discard, forget } = useDraft(source, initial);
  const { busy, failure, launch, clear } = useLaunch(forget);
  const [guesses, setGuesses] = useState(USUAL_GUESSES);
  const checked = useMemo(() => checkDraft(draft, hosts), [draft, hosts]);
  const preview = usePreview(checked.spec);
  const refused = failure ? serverIssues(failure.problem) : NONE;
  const edit: Form["change"] = (next) => {
    clear();
    change(next);
  };
  const form: Form = {
    draft,
    // What the server refused stays beside its field until something is changed.
    issues: new Map([...refused, ...checked.issues]),
    hosts,
    guesses,
    changeGuesses: (next) => setGuesses((was) => ({ ...was, ...next })),
    spreads,
    filled: filled ? filledPaths(draft, filled) : NOTHING_FILLED,
    filledArm: filled?.arm?.key ?? null,
    change: edit,
    set: (path, value) => edit((d) => setAt(d, path, value)),
  };
  return (
    <LaunchFormContext value={form}>
      <form
        className="grid items-start gap-4 p-4 xl:grid-cols-[minmax(0,1fr)_20rem]"
        // Only the button launches: Enter in a field must not spend hours of machines.
        onSubmit={(event) => event.preventDefault()}
      >
        <div className="flex min-w-0 flex-col gap-4">
          {filled ? <PrefillNotice filled={filled} /> : null}
          {restored ? <RestoredNotice onDiscard={discard} /> : null}
          <BasicsSection />
          <ArmsMatrix />
          <ContrastSection />
          <PlacesSection />
          <PlanningSection />
          <GrpoSection />
          <WarmUpSection />
          <ProfileSection />
          <StacksSection />
          <EvaluationSection />
          <TracesSection />
          <LifeSection disk={preview.data?.disk ?? []} />
        </div>
        <aside aria-label="Before launching" className="flex min-w-0 flex-col gap-4 xl:sticky xl:top-4">
          <SubmitPanel
            issues={form.issues}
            busy={busy}
            failure={failure}
            onLaunch={() => {
              if (checked.spec) void launch(checked.spec);
            }}
          />
          <PreviewPanel preview={preview} isCurrent={checked.spec !== null} arms={draft.arms} />
          <SeedsPanel />
        </aside>
      </form>
    </LaunchFormContext>
  );
}
