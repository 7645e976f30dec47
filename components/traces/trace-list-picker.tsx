"use client";

import { useRouter } from "next/navigation";
import { Select } from "@/components/ui/select";
import type { AblationDetail } from "@/lib/contracts";
import { routes } from "@/lib/domain/routes";

interface Props {
  ablationId: string;
  runs: readonly Pick<AblationDetail["runs"][number], "id" | "name">[];
  /** "" for all of the ablation. */
  current: string;
}

/** Which run is read: one of the ablation, or all of them side by side. */
export function RunPicker({ ablationId, runs, current }: Props) {
  const router = useRouter();
  return (
    <Select
      aria-label="Run"
      value={current}
      options={[
        { value: "", label: "All arms and seeds" },
        ...runs.map((run) => ({ value: run.id, label: run.name })),
      ]}
      onValueChange={(id) => router.push(routes.traces(id === "" ? { ablation: ablationId } : { run: id }))}
    />
  );
}
