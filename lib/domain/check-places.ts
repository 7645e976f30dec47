import type { LaunchOptions, Place } from "@/lib/contracts";
import { launcherContract } from "@/lib/contracts/launchers";
import type { FieldError } from "./errors";
import type { Where } from "./place-of";

/** A host as far as a launch depends on it. */
export interface PlaceHost {
  id: string;
  name: string;
  launcher: string;
  state: "active" | "paused" | "draining" | "drained" | "removed";
  capacity: number;
}

/** Every place that a launch names, with its dotted path in the spec. */
function namedPlaces({ places, arms }: Where): { path: string; place: Place }[] {
  const parts = (["warmUp", "training", "evaluation"] as const).map((part) => ({
    path: `places.${part}`,
    place: places[part],
  }));
  const own = arms.map((arm, i) => ({ path: `arms.${i}.place`, place: arm.place }));
  return [...parts, ...own].flatMap(({ path, place }) => (place ? [{ path, place }] : []));
}

function hostErrors(path: string, hostId: string | null, hosts: readonly PlaceHost[]): FieldError[] {
  if (hostId === null) return [];
  const host = hosts.find(({ id }) => id === hostId);
  if (!host) return [{ path, message: "no host of this id has registered" }];
  if (host.state === "removed")
    return [{ path, message: `${host.name} was removed: choose another host, or any` }];
  if (host.capacity < 1)
    return [{ path, message: `${host.name} has no place for jobs: raise its capacity, or choose another` }];
  return [];
}

function optionErrors(path: string, launch: LaunchOptions, host: PlaceHost): FieldError[] {
  const contract = launcherContract(host.launcher);
  if (!contract)
    return [
      { path, message: `${host.name} runs the launcher ${host.launcher}, which this server does not know` },
    ];
  const parsed = contract.job.safeParse(launch);
  if (parsed.success) return [];
  return parsed.error.issues.flatMap((issue): FieldError[] => {
    const at = [path, ...issue.path].join(".");
    if (issue.code !== "unrecognized_keys") return [{ path: at, message: issue.message }];
    const known = Object.keys(contract.job.shape).join(", ") || "none";
    return issue.keys.map((key) => ({
      path: `${at}.${key}`,
      message: `${contract.title} (${host.name}) has no such setting for a launch; it has: ${known}`,
    }));
  });
}

function launchErrors({ path, place }: { path: string; place: Place }, hosts: readonly PlaceHost[]) {
  if (Object.keys(place.launch).length === 0) return [];
  if (place.hostId === null)
    return [{ path: `${path}.launch`, message: "settings belong to one host's launcher: choose the host" }];
  const host = hosts.find(({ id }) => id === place.hostId);
  return host ? optionErrors(`${path}.launch`, place.launch, host) : [];
}

/**
 * Whether the places of a launch exist and take what they are told: hosts that have registered and were not removed,
 * and settings that their launchers know.
 *
 * @param hosts every host that ever registered, removed ones as well
 * @returns one entry per wrong field, with its path in the request
 */
export function checkPlaces(spec: Where, hosts: readonly PlaceHost[]): FieldError[] {
  return [
    ...hostErrors("hostId", spec.hostId, hosts),
    ...namedPlaces(spec).flatMap((named) => [
      ...hostErrors(`${named.path}.hostId`, named.place.hostId, hosts),
      ...launchErrors(named, hosts),
    ]),
  ];
}
