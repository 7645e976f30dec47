"use client";

import { useQuery } from "@tanstack/react-query";
import { Plus } from "lucide-react";
import { parseAsInteger, useQueryState } from "nuqs";
import { useState } from "react";
import { PageHeader } from "@/components/shell/page-header";
import { Button } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { Pager } from "@/components/ui/pager";
import { Panel } from "@/components/ui/panel";
import { QueryFailure } from "@/components/ui/query-failure";
import { fetchJson } from "@/lib/client/fetch-json";
import {
  type NotificationRule,
  type NotificationsPage,
  notificationRuleList,
  notificationsPage,
} from "@/lib/contracts";
import { type AblationChoice, RuleDialog } from "./rule-dialog";
import { RulesTable } from "./rules-table";
import { ToldTable } from "./told-table";
import { NOTIFICATIONS, RULES } from "./use-rules";

/** Deliveries are not news on the live stream. */
const EVERY_MS = 5_000;
export const TOLD_AT_ONCE = 50;

interface Props {
  rules: NotificationRule[];
  told: NotificationsPage;
  /** The offset that `told` begins at. */
  offset: number;
  ablations: readonly AblationChoice[];
}

function NoRule({ onAdd }: { onAdd: () => void }) {
  return (
    <EmptyState
      title="Nobody is told yet"
      action={
        <Button variant="primary" onClick={onAdd}>
          <Plus aria-hidden />
          Add a rule
        </Button>
      }
    >
      <p>
        A rule watches runs while you do not: a job that fails, a run that falls silent, NaN in a metric, a
        reward that collapses, an ablation that is done. It posts to a web hook: Slack, Mattermost, Discord,
        or a program of your own.
      </p>
    </EmptyState>
  );
}

function useLists({ rules, told, offset: first }: Props) {
  const [offset, setOffset] = useQueryState("offset", parseAsInteger.withDefault(0));
  const ruleList = useQuery({
    queryKey: RULES,
    queryFn: ({ signal }) => fetchJson("/api/v1/notification-rules", notificationRuleList, { signal }),
    initialData: { rules },
    refetchInterval: EVERY_MS,
  });
  const toldPage = useQuery({
    queryKey: [...NOTIFICATIONS, offset],
    queryFn: ({ signal }) =>
      fetchJson(`/api/v1/notifications?offset=${offset}&limit=${TOLD_AT_ONCE}`, notificationsPage, {
        signal,
      }),
    ...(offset === first && { initialData: told }),
    placeholderData: (before) => before,
    refetchInterval: EVERY_MS,
  });
  return { ruleList, toldPage, offset, setOffset };
}

/** Who is told what, and what was told. */
export function NotificationsView(props: Props) {
  const { ruleList, toldPage, offset, setOffset } = useLists(props);
  const [open, setOpen] = useState<{ rule: NotificationRule | null } | null>(null);
  const error = ruleList.error ?? toldPage.error;
  const rules = ruleList.data.rules;
  const told = toldPage.data;
  const add = () => setOpen({ rule: null });
  return (
    <>
      <PageHeader
        title="Notifications"
        actions={
          rules.length > 0 ? (
            <Button variant="primary" onClick={add}>
              <Plus aria-hidden />
              Add a rule
            </Button>
          ) : null
        }
      />
      {error ? (
        <QueryFailure
          title="The rules could not be read"
          error={error}
          onRetry={() => void ruleList.refetch()}
        />
      ) : rules.length === 0 ? (
        <NoRule onAdd={add} />
      ) : (
        <div className="flex flex-col gap-4 p-4">
          <Panel title="Rules" padded={false}>
            <RulesTable rules={rules} onChange={(rule) => setOpen({ rule })} />
          </Panel>
          <Panel title="Told" padded={false}>
            {told && told.total > 0 ? (
              <>
                <ToldTable told={told.notifications} />
                <Pager
                  offset={offset}
                  size={TOLD_AT_ONCE}
                  total={told.total}
                  noun="notification"
                  onOffset={(next) => void setOffset(next)}
                />
              </>
            ) : (
              <p className="px-4 py-6 text-ink-3 text-sm">Nothing has happened yet that a rule tells.</p>
            )}
          </Panel>
        </div>
      )}
      {open ? (
        <RuleDialog
          key={open.rule?.id ?? "new"}
          rule={open.rule}
          ablations={props.ablations}
          onClose={() => setOpen(null)}
        />
      ) : null}
    </>
  );
}
