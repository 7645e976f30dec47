import { EyeOff } from "lucide-react";
import Link from "next/link";
import type { ReactNode } from "react";
import { PageHeader } from "@/components/shell/page-header";
import { Badge } from "@/components/ui/badge";
import { TAB } from "@/components/ui/tabs";
import type { Rater, ReviewSetRow } from "@/lib/contracts";
import { routes } from "@/lib/domain/routes";
import { plural } from "@/lib/format/number";
import { RaterButton } from "./rater/rater-button";

const TABS = [
  { key: "overview", label: "Overview", href: (id: string) => routes.reviewSet(id) },
  { key: "label", label: "Label", href: (id: string) => routes.reviewLabel(id) },
  { key: "adjudicate", label: "Adjudicate", href: (id: string) => routes.reviewAdjudicate(id) },
  { key: "agreement", label: "Agreement", href: (id: string) => routes.reviewAgreement(id) },
] as const;

interface Props {
  set: ReviewSetRow;
  current: (typeof TABS)[number]["key"];
  rater: Rater | null;
  known: readonly Pick<Rater, "name">[];
  actions?: ReactNode;
}

/** What stands above every page of one set. */
export function SetHeader({ set, current, rater, known, actions }: Props) {
  const names = new Map([...set.raters, ...known].map(({ name }) => [name, { name }]));
  return (
    <PageHeader
      crumbs={[{ label: "Review", href: routes.reviews() }]}
      title={<bdi>{set.name}</bdi>}
      badge={
        <>
          {set.blind ? (
            <Badge tone="info" title="Evidence is hidden from a rater until the trace is done">
              <EyeOff aria-hidden />
              blind
            </Badge>
          ) : null}
          {set.closedAt ? <Badge tone="muted">closed</Badge> : null}
        </>
      }
      facts={
        <>
          <span>{plural(set.traces, "trace")}</span>
          <span>{plural(set.raters.length, "rater")}</span>
          <span>{set.complete} judged by all who have them</span>
        </>
      }
      actions={
        <>
          {actions}
          <RaterButton project={set.projectId} rater={rater} known={[...names.values()]} />
        </>
      }
      tabs={
        <nav
          aria-label="Views of this review set"
          className="no-print -mb-px flex gap-2.5 overflow-x-auto sm:gap-4"
        >
          {TABS.map(({ key, label, href }) => (
            <Link
              key={key}
              href={href(set.id)}
              aria-current={key === current ? "page" : undefined}
              className={TAB}
            >
              {label}
            </Link>
          ))}
        </nav>
      }
    />
  );
}
