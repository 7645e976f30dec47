import Link from "next/link";
import { TAB } from "@/components/ui/tabs";
import type { ResultSelection } from "@/lib/contracts/results";
import { type CompareView, routes } from "@/lib/domain/routes";

const VIEWS: readonly { view: CompareView; label: string }[] = [
  { view: "results", label: "Results" },
  { view: "questions", label: "Questions" },
  { view: "curves", label: "Curves" },
  { view: "sensitivity", label: "Sensitivity" },
  { view: "what-if", label: "What if" },
  { view: "cost", label: "Cost" },
];

/** The views of one selection; each keeps it. */
export function CompareTabs({ selection, current }: { selection: ResultSelection; current: CompareView }) {
  return (
    <nav
      aria-label="Views of this comparison"
      className="no-print flex gap-2.5 overflow-x-auto sm:gap-4 border-b bg-surface px-4"
    >
      {VIEWS.map(({ view, label }) => (
        <Link
          key={view}
          href={routes.compare(selection, view)}
          aria-current={view === current ? "page" : undefined}
          className={TAB}
        >
          {label}
        </Link>
      ))}
    </nav>
  );
}
