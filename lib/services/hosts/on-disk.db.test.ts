import { eq } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { artifactCopies, checkpoints, hosts, runs } from "@/db/schema";
import { useTestDatabase } from "@/db/testing/database";
import { newId } from "@/lib/domain/ids";
import { JobWorld } from "../testing/job-world";
import { hostsWithVersion } from "./list-hosts";

describe("what lies on the disks of hosts", () => {
  const world = new JobWorld(useTestDatabase());

  it("is checkpoints that are not deleted and fetched copies, with the run that has most", async () => {
    await world.clear();
    await world.launch();
    const [one, two] = [await world.agent("one"), await world.agent("two")];
    await world.agent("empty");
    const lease = await one.reach("sft");
    const [grpo] = await world.db.select().from(runs).where(eq(runs.stage, "grpo"));
    const write = (bytes: number, changes: Partial<typeof checkpoints.$inferInsert> = {}) =>
      world.db.insert(checkpoints).values({
        ...{ id: newId("checkpoint"), runId: lease.spec.runId ?? "", jobId: lease.jobId },
        ...{ attemptId: lease.attemptId, hostId: one.hostId, trainStep: 1, final: false, bytes },
        artifact: { path: "/x", checkpointId: null, files: [] },
        ...changes,
      });
    await write(10);
    await write(20);
    await write(25, { runId: grpo?.id ?? "" });
    await write(400, { deletedAt: world.now });
    const copy = { manifestSha256: "a".repeat(64), path: "/y", bytes: 7, createdAt: world.now };
    await world.db.insert(artifactCopies).values({ ...copy, hostId: two.hostId });
    const { onDisk } = await hostsWithVersion(world.db, world.now);
    const warmUp = await world.run(lease.spec.runId);
    expect(onDisk.find(({ hostId }) => hostId === one.hostId)).toEqual({
      ...{ hostId: one.hostId, checkpoints: 3, checkpointBytes: 55, copies: 0, copyBytes: 0 },
      largest: { runId: warmUp.id, name: warmUp.name, bytes: 30 },
    });
    expect(onDisk.find(({ hostId }) => hostId === two.hostId)).toEqual({
      ...{ hostId: two.hostId, checkpoints: 0, checkpointBytes: 0, copies: 1, copyBytes: 7, largest: null },
    });
    expect(onDisk).toHaveLength(2);
    await world.db.update(hosts).set({ state: "removed" });
    expect((await hostsWithVersion(world.db, world.now)).hosts).toEqual([]);
  });
});
