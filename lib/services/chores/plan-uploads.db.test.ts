import { createHash } from "node:crypto";
import { asc, isNull } from "drizzle-orm";
import { beforeEach, describe, expect, it } from "vitest";
import { artifactCopies, hostChores } from "@/db/schema";
import { useTestDatabase } from "@/db/testing/database";
import { manifestSha256 } from "@/lib/domain/artifact-manifest";
import { useTestHome } from "@/lib/server/testing/home";
import { storeFile } from "../artifacts/stored-files";
import { JobWorld, type TestAgent } from "../testing/job-world";
import { exchangeChores } from "./exchange-chores";
import { askForUploads } from "./plan-uploads";

const TEXT = "weights";
const files = [{ path: "model.bin", bytes: 7, sha256: createHash("sha256").update(TEXT).digest("hex") }];
const manifest = manifestSha256(files);
const artifact = { path: "/data/one/jobs/job_1/checkpoints/checkpoint-1", checkpointId: null, files };
const COPY = `/data/two/artifacts/${manifest}`;

describe("whom the server asks for files", () => {
  const world = new JobWorld(useTestDatabase());
  useTestHome();
  let [one, two]: TestAgent[] = [];
  beforeEach(async () => {
    await world.clear();
    await world.db.delete(hostChores);
    [one, two] = [await world.agent("one"), await world.agent("two")];
    const copy = { manifestSha256: manifest, hostId: two.hostId, path: COPY, bytes: 7 };
    await world.db.insert(artifactCopies).values(copy).onConflictDoNothing();
  });

  const hosts = () => [two, one].map((agent) => ({ id: agent?.hostId ?? "", connected: true }));
  const ask = () =>
    world.db.transaction((tx) => askForUploads(tx, [{ manifest, artifact, from: hosts() }], world.now));
  const asked = async () =>
    (
      await world.db
        .select()
        .from(hostChores)
        .where(isNull(hostChores.doneAt))
        .orderBy(asc(hostChores.createdAt))
    ).map(({ hostId, payload }) => [hostId, payload.artifact.path]);
  async function report(agent: TestAgent | undefined, ok: boolean): Promise<void> {
    const hostId = agent?.hostId ?? "";
    const [row] = (await world.db.select().from(hostChores)).filter((chore) => chore.hostId === hostId);
    const said = { id: row?.id ?? "", ok, detail: ok ? "" : "it is gone", bytes: 0 };
    await exchangeChores(world.db, hostId, { chores: [said] }, world.advance(1));
  }

  it("asks a host that fetched a copy for that copy, and another one where it cannot send it", async () => {
    await ask();
    await ask();
    expect(await asked()).toEqual([[two?.hostId, COPY]]);
    await report(two, false);
    await ask();
    await ask();
    expect(await asked()).toEqual([
      [two?.hostId, COPY],
      [one?.hostId, artifact.path],
    ]);
    const body = (async function* () {
      yield new TextEncoder().encode(TEXT);
    })();
    await storeFile(world.db, files[0]?.sha256 ?? "", { offset: 0, length: 7, body }, world.now);
    await report(one, true);
    expect(await asked()).toEqual([]);
  });
});
