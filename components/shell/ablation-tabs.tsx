import Link from "next/link";
import { TAB } from "@/components/ui/tabs";
import { routes } from "@/lib/domain/routes";

export type AblationView = "overview" | "runs" | "traces" | "compare";

/** The views of one ablation; put it into PageHeader's `tabs` on each of them. */
export function AblationTabs({ ablationId, current }: { ablationId: string; current: AblationView }) {
  const views: readonly { view: AblationView; label: string; href: string }[] = [
    { view: "overview", label: "Overview", href: routes.ablation(ablationId) },
    { view: "runs", label: "Runs", href: routes.runs({ ablation: ablationId }) },
    { view: "traces", label: "Traces and solvability", href: routes.traces({ ablation: ablationId }) },
    { view: "compare", label: "Compare arms", href: routes.compare({ ablation: ablationId }) },
  ];
  return (
    <nav
      aria-label="Views of this ablation"
      className="no-print -mb-px flex gap-2.5 overflow-x-auto sm:gap-4"
    >
      {views.map(({ view, label, href }) => (
        <Link key={view} href={href} aria-current={view === current ? "page" : undefined} className={TAB}>
          {label}
        </Link>
      ))}
    </nav>
  );
}
