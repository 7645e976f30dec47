"use client";

import { useQuery } from "@tanstack/react-query";
import { CircleCheck, LoaderCircle, TriangleAlert } from "lucide-react";
import { CopyButton } from "@/components/ui/copy-button";
import { fetchJson } from "@/lib/client/fetch-json";
import { hostList } from "@/lib/contracts";
import type { EnrolAnswer } from "@/lib/contracts/enrolments";
import { TrainerProgress } from "../trainer-progress";

const EVERY_MS = 2_000;

/** Whether the host has come, and how far its Python environment is. */
function Arrival({ hostName, since }: { hostName: string; since: string }) {
  const { data } = useQuery({
    queryKey: ["hosts"],
    queryFn: ({ signal }) => fetchJson("/api/v1/hosts", hostList, { signal }),
    refetchInterval: EVERY_MS,
  });
  const host = data?.hosts.find((one) => one.name === hostName);
  const came = host?.connected && host.lastSeenAt !== null && host.lastSeenAt >= since;
  if (!came)
    return (
      <p className="flex items-center gap-2 text-ink-2">
        <LoaderCircle aria-hidden className="size-3.5 animate-spin motion-reduce:animate-none" />
        Waiting for {hostName} to report …
      </p>
    );
  if (!host.trainerReady)
    return (
      <div className="flex flex-col gap-1">
        <p>{hostName} is connected. It prepares the trainer's environment:</p>
        <TrainerProgress detail={host.trainerDetail} />
      </div>
    );
  return (
    <p className="flex items-center gap-2 text-ok">
      <CircleCheck aria-hidden className="size-3.5" />
      {hostName} is connected and ready for jobs.
    </p>
  );
}

/** The one command, what it needs, and what happens once it runs. */
export function ConnectSteps({ answer }: { answer: EnrolAnswer }) {
  const { command, serverUrl, isLoopback, enrolment } = answer;
  return (
    <div className="flex flex-col gap-3 text-sm">
      <p>On {enrolment.hostName}, in a shell of the account that is to run the jobs:</p>
      <div className="flex items-start gap-1 rounded-md border bg-sunken p-2">
        <pre className="min-w-0 flex-1 whitespace-pre-wrap break-all font-mono text-xs">{command}</pre>
        <CopyButton text={command} label="the command" />
      </div>
      <ul className="flex list-disc flex-col gap-1 pl-5 text-ink-2 text-xs">
        <li>
          It holds this host's token, which is shown this once. The token goes by the environment, so that no
          list of processes shows it; put a space before the command to keep it out of the shell's history
          too.
        </li>
        <li>
          It needs Node.js 20 or later, and Python 3.10 or later with venv; what is missing is said with its
          fix.
        </li>
        <li>It needs no root. Running it again upgrades in place.</li>
      </ul>
      {isLoopback ? (
        <p className="flex gap-2 rounded-md bg-warn/12 p-2 text-warn text-xs">
          <TriangleAlert aria-hidden className="mt-0.5 size-3.5 shrink-0" />
          <span>
            {serverUrl} leads to this machine only, so the command works here and nowhere else. For another
            machine, start Stepwell with <code className="font-mono">--host</code> and{" "}
            <code className="font-mono">STEPWELL_TOKEN</code>, open this page by that address, and add the
            host there.
          </span>
        </p>
      ) : null}
      <div role="status">
        <Arrival hostName={enrolment.hostName} since={enrolment.createdAt} />
      </div>
    </div>
  );
}
