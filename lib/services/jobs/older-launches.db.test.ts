import { sql } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { ablations } from "@/db/schema";
import { useTestDatabase } from "@/db/testing/database";
import { JobWorld } from "../testing/job-world";

describe("a launch of a version that knew less", () => {
  const world = new JobWorld(useTestDatabase());

  it("is leased and judged with the contract's defaults for what it does not say", async () => {
    await world.clear();
    await world.launch();
    const later = ["places", "retry", "retention", "stacks", "forkedFrom"];
    const without = sql.join(
      later.map((field) => sql` - ${field}::text`),
      sql``,
    );
    await world.db.update(ablations).set({ spec: sql`${ablations.spec} ${without}` });
    const agent = await world.agent("one");
    const lease = await agent.reach("grpo");
    expect(lease.spec).toMatchObject({ stack: { kind: "stepwell" } });
    await agent.report(lease, { state: "exited", exitCode: 1, drained: true });
    expect((await world.job(lease.jobId)).status).toBe("failed");
  });
});
