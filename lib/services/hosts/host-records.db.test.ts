import { beforeEach, describe, expect, it } from "vitest";
import { insertAgentLog } from "@/db/queries/host-records";
import { hostSamples, hosts } from "@/db/schema";
import { useTestDatabase } from "@/db/testing/database";
import {
  type AgentLogLine,
  type HostUsage,
  hostLogQuery,
  hostUsageQuery,
  RECENT_BUCKETS,
} from "@/lib/contracts";
import { newId } from "@/lib/domain/ids";
import { keepRecords } from "./keep-records";
import { readAgentLog } from "./read-agent-log";
import { readRecentUsage, readUsage } from "./read-usage";

const NOW = new Date("2026-03-01T12:00:00.000Z");
const ago = (seconds: number) => new Date(NOW.getTime() - seconds * 1000);
const GPU = { index: 0, name: "H100", memoryBytes: 1e9, memoryTotalBytes: 8e10, watts: 200, celsius: 50 };

describe("what is kept of a host", () => {
  const test = useTestDatabase();
  let hostId: string;
  beforeEach(async () => {
    hostId = newId("host");
    await test.db
      .insert(hosts)
      .values({ id: hostId, name: hostId, launcher: "local", capacity: 1, dataDir: "/tmp" });
  });
  const tell = (usage: HostUsage, at: Date) => keepRecords(test.db, hostId, { usage, log: [] }, at);
  const line = (n: number, changes: Partial<AgentLogLine> = {}): AgentLogLine => ({
    ...{ at: ago(1000 - n).toISOString(), event: "leased", fields: { n } },
    ...changes,
  });
  const log = (lines: AgentLogLine[]) => keepRecords(test.db, hostId, { log: lines }, NOW);
  const readLog = (query: object = {}) => readAgentLog(test.db, hostId, hostLogQuery.parse(query));

  it("is its usage over time, GPUs told apart, rates from counters", async () => {
    const gpus = [
      { ...GPU, utilization: 0.5 },
      { ...GPU, index: 1, utilization: null },
    ];
    await tell({ hostCpuCores: 1, networkSentBytes: 100, gpus }, ago(60));
    await tell({ hostCpuCores: 3, networkSentBytes: 700, gpus }, ago(30));
    const { lines, latest } = await readUsage(
      test.db,
      hostId,
      hostUsageQuery.parse({ hours: 1, buckets: 2 }),
      NOW,
    );
    expect(lines.map(({ metric, gpu }) => [metric, gpu])).toEqual([
      ["cpuCores", null],
      ["gpuMemoryBytes", 0],
      ["gpuMemoryBytes", 1],
      ["gpuUtilization", 0],
      ["gpuWatts", 0],
      ["gpuWatts", 1],
      ["networkSent", null],
    ]);
    expect(lines[0]?.marks).toEqual([{ x: 3_555_000, count: 2, min: 1, mean: 2, max: 3 }]);
    expect(lines.at(-1)?.marks).toMatchObject([{ count: 1, mean: 20 }]);
    expect(latest).toMatchObject({ at: ago(30).toISOString(), usage: { hostCpuCores: 3 } });
  });

  it("is kept for a week", async () => {
    await tell({ hostCpuCores: 1 }, ago(8 * 86_400));
    await tell({ hostCpuCores: 2 }, ago(6 * 86_400));
    await tell({ hostCpuCores: 3 }, NOW);
    const kept = await test.db.select().from(hostSamples);
    expect(kept.filter((row) => row.hostId === hostId).map(({ usage }) => usage.hostCpuCores)).toEqual([
      2, 3,
    ]);
  });

  it("gives the last hour in short, with holes where nothing was told", async () => {
    await tell({ hostCpuCores: 2 }, ago(3599));
    await tell(
      {
        hostCpuCores: 1,
        gpus: [
          { ...GPU, utilization: 1 },
          { ...GPU, index: 1, utilization: 0 },
        ],
      },
      ago(1),
    );
    const [recent] = await readRecentUsage(test.db, [hostId, newId("host")], NOW);
    expect(recent?.cpuCores).toHaveLength(RECENT_BUCKETS);
    expect([recent?.cpuCores[0], recent?.cpuCores[5], recent?.cpuCores.at(-1)]).toEqual([2, null, 1]);
    expect(recent?.gpuUtilization?.at(-1)).toBe(0.5);
  });

  it("is its agent's log, each line once however often it is told", async () => {
    await log([line(1), line(2)]);
    await log([line(2), line(3, { event: "no-answer", fields: { why: "\u0000 refused 100%" } })]);
    const { lines, more, events } = await readLog();
    expect(lines.map(({ event }) => event)).toEqual(["leased", "leased", "no-answer"]);
    expect([more, events]).toEqual([false, ["leased", "no-answer"]]);
  });

  it("is stored once where the same report comes twice at the same time", async () => {
    const lines = Array.from({ length: 50 }, (_, n) => line(n));
    await Promise.all([log(lines), log(lines), log(lines)]);
    expect((await readLog()).lines).toHaveLength(50);
  });

  it("is found by text and event, page by page", async () => {
    await log(Array.from({ length: 5 }, (_, n) => line(n, { event: n === 3 ? "odd" : "leased" })));
    expect((await readLog({ event: "odd" })).lines).toHaveLength(1);
    expect((await readLog({ q: "ODD" })).lines).toHaveLength(1);
    expect((await readLog({ q: "%" })).lines).toHaveLength(0);
    const end = await readLog({ limit: 2 });
    expect(end.lines.map(({ fields }) => fields.n)).toEqual([3, 4]);
    expect(end.more).toBe(true);
    const before = await readLog({ limit: 2, before: end.lines[0]?.id });
    expect(before.lines.map(({ fields }) => fields.n)).toEqual([1, 2]);
    const after = await readLog({ limit: 1, after: before.lines[1]?.id });
    expect(after.lines.map(({ fields }) => fields.n)).toEqual([3]);
  });

  it("is bounded, host by host", async () => {
    await insertAgentLog(
      test.db,
      hostId,
      Array.from({ length: 8 }, (_, n) => line(n)),
      5,
    );
    expect((await readLog()).lines.map(({ fields }) => fields.n)).toEqual([3, 4, 5, 6, 7]);
  });

  it("is not told of a host that is not there", async () => {
    await expect(readAgentLog(test.db, newId("host"), hostLogQuery.parse({}))).rejects.toThrow(/no host/i);
  });
});
