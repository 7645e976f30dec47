import type { ReactNode } from "react";
import { RunShell } from "@/components/runs/detail/run-shell";
import { runOrNotFound } from "./read-run";

interface Props {
  params: Promise<{ id: string }>;
  children: ReactNode;
}

export default async function RunLayout({ params, children }: Props) {
  const detail = await runOrNotFound(params);
  return (
    <RunShell key={detail.run.id} initial={detail}>
      {children}
    </RunShell>
  );
}
