import { inArray } from "drizzle-orm";
import { jobs } from "@/db/schema";
import type { AblationSpec } from "@/lib/contracts";
import { AppError } from "@/lib/domain/errors";
import { ENDED_STATUSES } from "@/lib/domain/run-status";
import { tinySmoke } from "@/lib/presets/tiny-smoke";
import { launchAblation } from "@/lib/services/launch/launch-ablation";
import { retryJob } from "@/lib/services/runs-control/retry";
import type { Store } from "./store";

type Changes = Partial<Omit<AblationSpec, "grpo">> & { grpo?: Partial<AblationSpec["grpo"]> };

/** Keeps a world busy as people do: they launch ablations, and try again what failed. */
export class Workload {
  private launched = 0;

  /**
   * @param store where the jobs are
   * @param enough so many jobs that have not ended keep it busy
   */
  constructor(
    private readonly store: Store,
    private readonly enough: number,
  ) {}

  /** Launches one ablation; `changes` to the smallest there is. */
  async launch(seeds: number[], changes: Changes = {}): Promise<string> {
    const grpo = { ...tinySmoke.spec.grpo, ...changes.grpo };
    const spec = { ...tinySmoke.spec, name: `faults, seeds ${seeds.join(", ")}`, seeds, ...changes, grpo };
    const { id } = await this.store.ask(({ db }) => launchAblation(db, spec, { codeVersion: "bench" }));
    return id;
  }

  /** Launches until there is enough to do. */
  async keepBusy(): Promise<void> {
    while ((await this.unfinished()) < this.enough) await this.launch([++this.launched]);
  }

  /** Jobs that have not ended. */
  async unfinished(): Promise<number> {
    const all = await this.statuses();
    return all.filter((status) => !ENDED_STATUSES.includes(status)).length;
  }

  /** Tries again what failed; returns how many did. */
  async retryFailed(): Promise<number> {
    const failed = await this.store.ask(({ db }) =>
      db
        .select({ id: jobs.id })
        .from(jobs)
        .where(inArray(jobs.status, ["failed", "cancelled"])),
    );
    for (const { id } of failed)
      await this.store.ask(({ db }) => retryJob(db, id, new Date()).catch(refuseOnly));
    return failed.length;
  }

  /** Whether everything that was launched has succeeded. */
  async isDone(): Promise<boolean> {
    const all = await this.statuses();
    return all.length > 0 && all.every((status) => status === "succeeded");
  }

  private async statuses() {
    const rows = await this.store.ask(({ db }) => db.select({ status: jobs.status }).from(jobs));
    return rows.map(({ status }) => status);
  }
}

/** Whoever tries again may come too late or too early; a database that is away is another matter. */
function refuseOnly(error: unknown): void {
  if (!(error instanceof AppError && ["conflict", "invalid-transition"].includes(error.code))) throw error;
}
