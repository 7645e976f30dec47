"use client";

import { Button } from "@/components/ui/button";
import { Panel } from "@/components/ui/panel";
import { useLaunchForm } from "../form-context";
import { PlaceLine } from "./place-line";
import { followTogether, placeRows } from "./place-rows";

const HEAD = "hidden border-b px-4 py-1.5 font-medium text-2xs text-ink-3 sm:grid";

/** Where each part of the launch runs, and with which settings of the launcher there. */
export function PlacesSection() {
  const { draft, hosts, change } = useLaunchForm();
  const differing = draft.arms.filter((arm) => arm.training !== null && arm.place).length;
  return (
    <Panel
      title="Where it runs"
      padded={false}
      aside={
        differing > 0 ? (
          <Button size="sm" onClick={() => change(followTogether)}>
            All arms alike
          </Button>
        ) : hosts.length === 0 ? (
          "no host is connected yet: jobs wait until one is"
        ) : null
      }
    >
      <div
        aria-hidden
        className={`${HEAD} gap-x-4 sm:grid-cols-[minmax(7rem,11rem)_minmax(0,1fr)_minmax(0,1fr)]`}
      >
        <span>Part</span>
        <span>Host</span>
        <span>Launcher settings</span>
      </div>
      <ul aria-label="Places">
        {placeRows(draft).map((row) => (
          <PlaceLine key={row.path} row={row} />
        ))}
      </ul>
    </Panel>
  );
}
