"use client";

import { SlidersHorizontal } from "lucide-react";
import { useState } from "react";
import { ArmMark } from "@/components/ui/arm-chip";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { cx } from "@/components/ui/cx";
import { Select, type SelectOption } from "@/components/ui/select";
import type { HostView } from "@/lib/contracts";
import { fieldId, useLaunchForm } from "../form-context";
import { HostLine, launcherTitle } from "./host-line";
import { launchChips } from "./launch-chips";
import { LaunchDrawer } from "./launch-drawer";
import { ANY, chooseHost, type PlaceRow, readChoice, takesSettings, UNSAID } from "./place-rows";

function optionsOf(row: PlaceRow, hosts: readonly HostView[]): SelectOption[] {
  const named = hosts.map((host) => ({
    value: host.id,
    label: `${host.name} · ${launcherTitle(host.launcher)}${host.connected ? "" : " (away)"}`,
  }));
  const chosen = row.own?.hostId ?? null;
  const isKnown = chosen === null || hosts.some((host) => host.id === chosen);
  return [
    ...(row.path === "hostId" ? [] : [{ value: UNSAID, label: row.unsaid }]),
    { value: ANY, label: "Any capable host" },
    ...named,
    ...(isKnown ? [] : [{ value: chosen, label: "a host that is gone" }]),
  ];
}

/** What is wrong with a line, its settings included. */
function useTrouble(row: PlaceRow): {
  host: string | undefined;
  launch: { path: string; words: string }[];
} {
  const { issues } = useLaunchForm();
  const launchPath = `${row.path}.launch`;
  const launch = [...issues].filter(([path]) => path === launchPath || path.startsWith(`${launchPath}.`));
  return {
    host: issues.get(row.path) ?? issues.get(`${row.path}.hostId`),
    launch: launch.map(([path, message]) => ({
      path,
      words: path === launchPath ? message : `${path.slice(launchPath.length + 1)}: ${message}`,
    })),
  };
}

function HostCell({ row, host }: { row: PlaceRow; host: HostView | undefined }) {
  const { hosts, change } = useLaunchForm();
  const { host: error } = useTrouble(row);
  const id = fieldId(row.path === "hostId" ? "hostId" : `${row.path}.hostId`);
  return (
    <div className="flex min-w-0 flex-col gap-0.5">
      <Select
        id={id}
        aria-label={`Host of ${row.label}`}
        aria-invalid={error !== undefined}
        options={optionsOf(row, hosts)}
        value={row.own === null ? UNSAID : (row.own.hostId ?? ANY)}
        onValueChange={(value) => change((draft) => chooseHost(draft, row, readChoice(value), hosts))}
      />
      {error ? <p className="text-2xs text-bad">{error}</p> : null}
      {host && row.own !== null ? <HostLine host={host} /> : null}
    </div>
  );
}

function SettingsCell({ row, host }: { row: PlaceRow; host: HostView | undefined }) {
  const [isOpen, setOpen] = useState(false);
  const { launch: troubles } = useTrouble(row);
  const chips = launchChips(host?.launcher ?? null, row.effective.launch);
  if (!host && troubles.length === 0) return null;
  return (
    <div className="flex min-w-0 flex-col gap-1">
      <div className="flex flex-wrap items-center gap-1">
        {host && takesSettings(host) ? (
          <Button
            variant="ghost"
            className="-ml-3 sm:ml-0"
            aria-label={`Launcher settings of ${row.label}`}
            title={`Settings of ${launcherTitle(host.launcher)} for these jobs`}
            onClick={() => setOpen(true)}
          >
            <SlidersHorizontal aria-hidden />
            {chips.length === 0 ? "as the host" : "Change"}
          </Button>
        ) : null}
        {host && !takesSettings(host) ? (
          <span className="text-2xs text-ink-3 sm:pt-2">its launcher takes none</span>
        ) : null}
        {chips.map(({ path, text }) => (
          <Badge key={path} tone={row.own === null ? "muted" : "neutral"} className="max-w-full">
            <span className="truncate font-mono" title={text}>
              {text}
            </span>
          </Badge>
        ))}
      </div>
      {troubles.map(({ path, words }) => (
        <p key={path} id={fieldId(path)} className="text-2xs text-bad">
          {words}
        </p>
      ))}
      {isOpen && host ? <LaunchDrawer row={row} host={host} onClose={() => setOpen(false)} /> : null}
    </div>
  );
}

/** One line of the table of places: who, where, and what the launcher there is told. */
export function PlaceLine({ row }: { row: PlaceRow }) {
  const { hosts } = useLaunchForm();
  const isFollowing = row.own === null && row.path === "places.evaluation";
  const host = isFollowing ? undefined : hosts.find(({ id }) => id === row.effective.hostId);
  return (
    <li className="grid items-start gap-x-4 gap-y-1 border-b px-4 py-2 last:border-b-0 sm:grid-cols-[minmax(7rem,11rem)_minmax(0,1fr)_minmax(0,1fr)]">
      <span
        className={cx(
          "flex min-w-0 items-center gap-1.5 text-sm sm:min-h-7.5",
          row.arm === null ? "font-medium" : "pl-3 text-ink-2",
        )}
      >
        {row.arm === null ? null : <ArmMark position={row.arm} />}
        <span className="truncate" title={row.label}>
          {row.label}
        </span>
      </span>
      <HostCell row={row} host={host} />
      <SettingsCell row={row} host={host} />
    </li>
  );
}
