import { eq } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { selectJobsWithHost } from "@/db/queries/jobs-with-host";
import { jobs } from "@/db/schema";
import { useTestDatabase } from "@/db/testing/database";
import { makeRun } from "@/lib/services/ingest/testing/fixture";

describe("jobs of a run", () => {
  const test = useTestDatabase();
  it("stand in the order in which they follow each other, whatever their ids", async () => {
    const run = await makeRun(test.db);
    const createdAt = new Date("2026-01-01T00:00:00Z");
    const [training] = await test.db
      .update(jobs)
      .set({ createdAt })
      .where(eq(jobs.id, run.jobId))
      .returning();
    if (!training) throw new Error("the run has no job");
    // Made by one launch: in the same moment as the training, one with a smaller id and one with a larger.
    const others = ["job_00000000", "job_zzzzzzzz"].map((id) => ({
      ...training,
      id,
      kind: "evaluate" as const,
    }));
    await test.db.insert(jobs).values(others);
    const found = await selectJobsWithHost(test.db, eq(jobs.runId, run.runId));
    expect(found.map(({ job }) => job.kind)).toEqual(["grpo", "evaluate", "evaluate"]);
  });
});
