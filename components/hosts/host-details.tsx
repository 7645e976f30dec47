"use client";

import Link from "next/link";
import { Elapsed } from "@/components/ui/elapsed";
import { KeyValues } from "@/components/ui/key-values";
import { StatusBadge } from "@/components/ui/status-badge";
import type { HostList, HostView } from "@/lib/contracts";
import { routes } from "@/lib/domain/routes";
import { shownFacts } from "./host-facts";
import { HostHistory } from "./host-history";
import { HostOnDiskFacts } from "./host-on-disk";
import { trainerFacts } from "./trainer-facts";

function Running({ host }: { host: HostView }) {
  if (host.running.length === 0) return <p className="text-ink-3 text-sm">Nothing.</p>;
  return (
    <ul className="flex flex-col gap-1.5">
      {host.running.map((job) => (
        <li key={job.id} className="flex flex-wrap items-center gap-x-3 gap-y-1 text-sm">
          <StatusBadge status={job.status} />
          {job.runId ? (
            <Link href={routes.run(job.runId)} className="hover:underline">
              {job.name}
            </Link>
          ) : (
            job.name
          )}
          <span className="text-ink-3 text-xs">
            <Elapsed start={job.startedAt} end={null} />
          </span>
          {job.engineState ? <span className="text-ink-3 text-xs">engine: {job.engineState}</span> : null}
        </li>
      ))}
    </ul>
  );
}

function TrainerEnvironment({ host }: { host: HostView }) {
  const facts = trainerFacts(host.trainerDetail);
  return (
    <>
      <p className="text-sm">{host.trainerReady ? "Ready" : "Not ready"}</p>
      {facts ? <KeyValues items={facts} /> : null}
      {facts || host.trainerDetail === "" ? null : (
        <pre className="mt-1 max-h-40 overflow-auto whitespace-pre-wrap break-words rounded-md bg-sunken p-2 font-mono text-2xs text-ink-2">
          {host.trainerDetail}
        </pre>
      )}
    </>
  );
}

/** All that is known of one host. */
export function HostDetails({ host, list }: { host: HostView; list: HostList }) {
  const facts = shownFacts(host.facts);
  return (
    <div className="grid gap-x-8 gap-y-4 lg:grid-cols-2">
      <section>
        <h3 className="mb-1 font-medium text-ink-3 text-xs">Facts, as its agent tells them</h3>
        <KeyValues items={facts} />
      </section>
      <div className="flex min-w-0 flex-col gap-4">
        <section>
          <h3 className="mb-1 font-medium text-ink-3 text-xs">Runs now</h3>
          <Running host={host} />
        </section>
        <section>
          <h3 className="mb-1 font-medium text-ink-3 text-xs">On its disk</h3>
          <HostOnDiskFacts onDisk={list.onDisk.find(({ hostId }) => hostId === host.id)} />
        </section>
        <section>
          <h3 className="mb-1 font-medium text-ink-3 text-xs">Trainer's environment</h3>
          <TrainerEnvironment host={host} />
        </section>
        <section>
          <h3 className="mb-1 font-medium text-ink-3 text-xs">What was done to it</h3>
          <HostHistory hostId={host.id} state={host.state} />
        </section>
      </div>
    </div>
  );
}
