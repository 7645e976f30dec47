"use client";

import { useState } from "react";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { SchemaForm } from "@/components/ui/schema-form/schema-form";
import { type FormValue, formErrors } from "@/components/ui/schema-form/values";
import { type HostView, type LaunchOptions, launchOptions } from "@/lib/contracts";
import { launcherContract } from "@/lib/contracts/launchers";
import { useLaunchForm } from "../form-context";
import { type PlaceRow, setLaunch, setLaunchOn } from "./place-rows";

interface Props {
  row: PlaceRow;
  host: HostView;
  onClose: () => void;
}

/** Settings of a host's launcher for the jobs of one line, drawn from the launcher's own schema. */
export function LaunchDrawer({ row, host, onClose }: Props) {
  const { change } = useLaunchForm();
  const [value, setValue] = useState<FormValue>(row.effective.launch);
  const contract = launcherContract(host.launcher);
  if (!contract) return null;
  const errors = formErrors(contract.job, value);
  const isWrong = Object.keys(errors).length > 0;
  const apply = (edit: (launch: LaunchOptions) => Parameters<typeof change>[0]) => {
    const launch = launchOptions.safeParse(value);
    if (isWrong || !launch.success) return;
    change(edit(launch.data));
    onClose();
  };
  const here = (launch: LaunchOptions) => (draft: Parameters<typeof setLaunch>[0]) =>
    setLaunch(draft, row, launch);
  const everywhere = (launch: LaunchOptions) => (draft: Parameters<typeof setLaunch>[0]) =>
    setLaunchOn(draft, { hostId: host.id, launch });
  const isWhole = row.path === "hostId";
  return (
    <Dialog
      open
      onOpenChange={(open) => {
        if (!open) onClose();
      }}
      shape="sheet"
      title={`${contract.title}: ${isWhole ? `every job on ${host.name}` : row.label}`}
      description={`What is left empty stays as ${host.name} was set up.`}
      footer={
        <>
          <Button variant="ghost" disabled={Object.keys(value).length === 0} onClick={() => setValue({})}>
            Clear
          </Button>
          {isWhole ? null : (
            <Button disabled={isWrong} onClick={() => apply(everywhere)}>
              Use for everything on {host.name}
            </Button>
          )}
          <Button variant="primary" disabled={isWrong} onClick={() => apply(here)}>
            {isWhole ? `Use for everything on ${host.name}` : "Use here"}
          </Button>
        </>
      }
    >
      <SchemaForm schema={contract.job} value={value} onChange={setValue} errors={errors} />
    </Dialog>
  );
}
