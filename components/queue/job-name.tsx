import Link from "next/link";
import { routes } from "@/lib/domain/routes";

/** A job's name, as a link to its run where it has one. */
export function JobName({ job }: { job: { name: string; runId: string | null } }) {
  if (!job.runId) return <span>{job.name}</span>;
  return (
    <Link href={routes.run(job.runId)} className="hover:underline">
      {job.name}
    </Link>
  );
}
