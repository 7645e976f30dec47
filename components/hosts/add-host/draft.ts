import { asObject, type FormErrors, type FormValue, formErrors } from "@/components/ui/schema-form/values";
import { type EnrolRequest, enrolRequest } from "@/lib/contracts/enrolments";
import { LAUNCHER_CONTRACTS, type LauncherName } from "@/lib/contracts/launchers";

/** A host as it is typed. */
export interface HostDraft {
  hostName: string;
  launcher: LauncherName;
  capacity: number | null;
  dataDir: string;
  sharedStorage: string;
  /** Of each launcher, so that looking at another one loses nothing. */
  configs: Readonly<Partial<Record<LauncherName, FormValue>>>;
}

export const EMPTY_HOST: HostDraft = {
  hostName: "",
  launcher: "local",
  capacity: 1,
  dataDir: "",
  sharedStorage: "",
  configs: {},
};

export function configOf({ launcher, configs }: HostDraft): FormValue {
  return configs[launcher] ?? {};
}

/** What to ask the server for, or the faults by the names that the contract gives the fields. */
export function requestOf(draft: HostDraft): { request: EnrolRequest } | { errors: FormErrors } {
  const body = {
    hostName: draft.hostName,
    launcher: draft.launcher,
    launcherConfig: configOf(draft),
    capacity: draft.capacity ?? undefined,
    dataDir: draft.dataDir.trim() || null,
    sharedStorage: draft.sharedStorage.trim() || null,
  };
  const errors: FormErrors = {
    ...formErrors(enrolRequest, { ...body, launcherConfig: {} }),
    ...prefixed("launcherConfig", formErrors(LAUNCHER_CONTRACTS[draft.launcher].config, body.launcherConfig)),
    ...(draft.hostName.trim() === "" && { hostName: "is needed" }),
  };
  if (Object.keys(errors).length > 0) return { errors };
  return { request: enrolRequest.parse(body) };
}

function prefixed(prefix: string, errors: FormErrors): FormErrors {
  return Object.fromEntries(Object.entries(errors).map(([path, message]) => [`${prefix}.${path}`, message]));
}

/** The faults of the launcher's settings, by their own paths. */
export function configErrors(errors: FormErrors): FormErrors {
  const prefix = "launcherConfig.";
  return Object.fromEntries(
    Object.entries(errors).flatMap(([path, message]) =>
      path.startsWith(prefix) ? [[path.slice(prefix.length), message]] : [],
    ),
  );
}

/** The draft with settings of its launcher changed. */
export function withConfig(draft: HostDraft, config: FormValue): HostDraft {
  return { ...draft, configs: { ...draft.configs, [draft.launcher]: asObject(config) } };
}
