"use client";

import { Check, Clock, X } from "lucide-react";
import Link from "next/link";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { RelativeTime } from "@/components/ui/relative-time";
import { ActionsTh, Table, Td, Th, Tr } from "@/components/ui/table";
import type { NotificationView } from "@/lib/contracts";
import { routes } from "@/lib/domain/routes";
import { plural } from "@/lib/format/number";
import { useRules } from "./use-rules";

function State({ one }: { one: NotificationView }) {
  if (one.state === "delivered")
    return (
      <Badge tone="ok" title={`Taken at try ${one.tries}`}>
        <Check aria-hidden />
        Delivered
      </Badge>
    );
  if (one.state === "given-up")
    return (
      <Badge tone="bad">
        <X aria-hidden />
        Given up
      </Badge>
    );
  return (
    <Badge tone={one.tries > 0 ? "warn" : "neutral"}>
      <Clock aria-hidden />
      {one.tries > 0 ? "Tries again" : "On its way"}
    </Badge>
  );
}

function Trouble({ one }: { one: NotificationView }) {
  if (one.state === "delivered" || one.lastError === "") return null;
  return (
    <span className="mt-0.5 block max-w-72 break-words text-2xs text-ink-3">
      {one.lastError}; {plural(one.tries, "try", "tries")}
      {one.nextTryAt ? (
        <>
          , next <RelativeTime at={one.nextTryAt} />
        </>
      ) : null}
    </span>
  );
}

function About({ body }: { body: NotificationView["body"] }) {
  if (body.run)
    return (
      <Link href={routes.run(body.run.id)} className="hover:underline">
        {body.run.name}
      </Link>
    );
  if (!body.ablation) return null;
  return (
    <Link href={routes.ablation(body.ablation.id)} className="hover:underline">
      {body.ablation.name}
    </Link>
  );
}

/** What rules told, the latest first. */
export function ToldTable({ told }: { told: readonly NotificationView[] }) {
  const { resend } = useRules();
  return (
    <Table aria-label="Told">
      <thead>
        <tr>
          <Th>When</Th>
          <Th>What</Th>
          <Th className="hidden sm:table-cell">Of</Th>
          <Th className="hidden md:table-cell">Rule</Th>
          <Th>Delivery</Th>
          <ActionsTh />
        </tr>
      </thead>
      <tbody>
        {told.map((one) => (
          <Tr key={one.id}>
            <Td className="whitespace-nowrap py-1.5 align-top">
              <RelativeTime at={one.createdAt} />
            </Td>
            <Td className="min-w-44 max-w-md py-1.5 align-top">
              {one.body.title}
              <span className="line-clamp-3 block break-words text-ink-3 text-xs">{one.body.detail}</span>
            </Td>
            <Td className="hidden py-1.5 align-top sm:table-cell">
              <About body={one.body} />
            </Td>
            <Td className="hidden py-1.5 align-top text-ink-2 md:table-cell">{one.body.rule.name}</Td>
            <Td className="py-1.5 align-top">
              <State one={one} />
              <Trouble one={one} />
            </Td>
            <Td className="no-print py-1.5 text-right align-top">
              {one.state === "delivered" ? null : (
                <Button size="sm" onClick={() => void resend(one.id)}>
                  Send now
                </Button>
              )}
            </Td>
          </Tr>
        ))}
      </tbody>
    </Table>
  );
}
