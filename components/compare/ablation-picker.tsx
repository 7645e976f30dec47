"use client";

import { useRouter } from "next/navigation";
import { Select } from "@/components/ui/select";
import { routes } from "@/lib/domain/routes";

interface Props {
  current: string;
  ablations: readonly { id: string; name: string }[];
}

/** Which ablation is looked at. One that is older than the list still shows as itself. */
export function AblationPicker({ current, ablations }: Props) {
  const router = useRouter();
  const listed = ablations.some((a) => a.id === current)
    ? ablations
    : [{ id: current, name: current }, ...ablations];
  return (
    <Select
      aria-label="Ablation"
      value={current}
      options={listed.map((a) => ({ value: a.id, label: a.name }))}
      onValueChange={(id) => router.push(routes.compare({ ablation: id }))}
    />
  );
}
