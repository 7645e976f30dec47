import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { useTestDatabase } from "@/db/testing/database";
import { LEASE_MS } from "@/lib/domain/lease-times";
import { JobWorld } from "@/lib/services/testing/job-world";
import { setDbHandle } from "./db";
import { startReconciling } from "./reconcile-loop";

describe("a server that starts", () => {
  const handle = useTestDatabase();
  const world = new JobWorld(handle);
  beforeAll(() => setDbHandle(handle));
  afterAll(() => {
    setDbHandle(undefined);
    vi.unstubAllEnvs();
  });

  it("forgives hosts the time in which it was not there, before it answers", async () => {
    vi.stubEnv("STEPWELL_PG_SOCKET", handle.socketDir);
    world.now = new Date(Date.now() - 10 * LEASE_MS);
    await world.launch();
    const lease = await (await world.agent("one")).lease();
    await startReconciling();
    const job = await world.job(lease.jobId);
    expect(job.status).toBe("leased");
    expect(job.leaseExpiresAt?.getTime()).toBeGreaterThan(Date.now());
  });
});
