"use client";

import { Download, Printer, Trash2 } from "lucide-react";
import { useRouter } from "next/navigation";
import { z } from "zod";
import { Button, buttonClass } from "@/components/ui/button";
import { ConfirmButton } from "@/components/ui/confirm-button";
import { useNotify } from "@/components/ui/toast";
import { fetchJson } from "@/lib/client/fetch-json";
import type { ReportFormat } from "@/lib/contracts/report";
import { apiRoutes, routes } from "@/lib/domain/routes";

const FORMATS: readonly { format: ReportFormat; label: string; what: string }[] = [
  { format: "latex", label: "LaTeX", what: "the tables with intervals, for a paper" },
  { format: "csv", label: "CSV", what: "the tables, with counts by seed" },
  { format: "json", label: "JSON", what: "everything that was frozen" },
];

/** Take a report along, print it, delete it. */
export function ReportActions({ id }: { id: string }) {
  const router = useRouter();
  const notify = useNotify();
  const remove = async () => {
    await fetchJson(`/api/v1/reports/${id}`, z.looseObject({}), { method: "DELETE" });
    notify({ title: "Report deleted" });
    router.push(routes.reports());
    router.refresh();
  };
  return (
    <>
      {FORMATS.map(({ format, label, what }) => (
        <a
          key={format}
          href={apiRoutes.reportExport(id, format)}
          download
          title={`Download ${what}`}
          className={buttonClass()}
        >
          <Download aria-hidden />
          {label}
        </a>
      ))}
      <ConfirmButton
        title="Delete this report?"
        description="Its permalink will lead nowhere. What it was frozen from stays; a new report would show what is known now."
        action="Delete report"
        onConfirm={remove}
      >
        <Trash2 aria-hidden />
        Delete
      </ConfirmButton>
      <Button variant="primary" onClick={() => window.print()}>
        <Printer aria-hidden />
        Print
      </Button>
    </>
  );
}
