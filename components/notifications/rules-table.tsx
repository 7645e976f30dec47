"use client";

import { BellOff, BellRing, Pencil, Send, Trash2 } from "lucide-react";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { ConfirmButton } from "@/components/ui/confirm-button";
import { ActionsTh, Table, Td, Th, Tr } from "@/components/ui/table";
import type { NotificationRule } from "@/lib/contracts";
import { WATCH_TITLES, watchSentence } from "@/lib/domain/notification-texts";
import { plural } from "@/lib/format/number";
import { useRules } from "./use-rules";

/** Where it tells: the whole address may be a secret of its own. */
function placeOf(url: string): string {
  return URL.canParse(url) ? new URL(url).host : url;
}

function Told({ rule }: { rule: NotificationRule }) {
  return (
    <span className="inline-flex items-center gap-1.5">
      <span className="tabular-nums">{rule.sent}</span>
      {rule.failing > 0 ? (
        <Badge tone="bad" title="Could not be delivered yet, or were given up: see below">
          {rule.failing} not delivered
        </Badge>
      ) : null}
    </span>
  );
}

function Actions({ rule, onChange }: { rule: NotificationRule; onChange: () => void }) {
  const { toggle, remove, test } = useRules();
  return (
    <div className="flex items-center justify-end gap-1">
      <Button size="sm" onClick={() => void test(rule)} title="Posts a test to its address now">
        <Send aria-hidden />
        Test
      </Button>
      <Button size="sm" onClick={() => void toggle(rule)}>
        {rule.enabled ? <BellOff aria-hidden /> : <BellRing aria-hidden />}
        {rule.enabled ? "Switch off" : "Switch on"}
      </Button>
      <Button variant="ghost" size="icon" aria-label={`Change ${rule.name}`} onClick={onChange}>
        <Pencil aria-hidden />
      </Button>
      <ConfirmButton
        size="sm"
        variant="ghost"
        title={`Delete ${rule.name}?`}
        description={`It watches no more, and the list of what it told goes with it (${plural(rule.sent + rule.failing, "notification")}). This cannot be undone.`}
        action="Delete"
        onConfirm={() => remove(rule)}
      >
        <Trash2 aria-hidden />
        Delete
      </ConfirmButton>
    </div>
  );
}

/** Rules: what each watches, where it tells, and whether that works. */
export function RulesTable({
  rules,
  onChange,
}: {
  rules: readonly NotificationRule[];
  onChange: (rule: NotificationRule) => void;
}) {
  return (
    <Table aria-label="Rules">
      <thead>
        <tr>
          <Th>Rule</Th>
          <Th>Tells when</Th>
          <Th className="hidden md:table-cell">Of</Th>
          <Th className="hidden lg:table-cell">Web hook</Th>
          <Th numeric>Told</Th>
          <ActionsTh />
        </tr>
      </thead>
      <tbody>
        {rules.map((rule) => (
          <Tr key={rule.id}>
            <Td className="py-1.5 align-top font-medium">
              <span className="min-w-24 max-w-56 break-words">{rule.name}</span>
              {rule.enabled ? null : (
                <Badge tone="muted" className="ml-2">
                  <BellOff aria-hidden />
                  Off
                </Badge>
              )}
            </Td>
            <Td className="min-w-52 py-1.5 align-top">
              {WATCH_TITLES[rule.watch.kind]}
              <span className="block text-ink-3 text-xs">{watchSentence(rule.watch)}</span>
            </Td>
            <Td className="hidden max-w-56 truncate py-1.5 align-top text-ink-2 md:table-cell">
              {rule.ablationName ?? "Every ablation"}
            </Td>
            <Td className="hidden py-1.5 align-top font-mono text-xs lg:table-cell">{placeOf(rule.url)}</Td>
            <Td numeric className="py-1.5 align-top">
              <Told rule={rule} />
            </Td>
            <Td className="no-print py-1.5 align-top">
              <Actions rule={rule} onChange={() => onChange(rule)} />
            </Td>
          </Tr>
        ))}
      </tbody>
    </Table>
  );
}
