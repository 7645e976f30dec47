import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { useTestDatabase } from "@/db/testing/database";
import { notificationRuleList } from "@/lib/contracts";
import { setDbHandle } from "@/lib/server/db";
import { mintToken } from "@/lib/server/tokens";
import { addRule } from "@/lib/services/notifications/rules";
import { GET } from "./route";

const HOOK = "https://hooks.example.org/services/T0/B0/secret-part?key=secret-part";

describe("GET /api/v1/notification-rules", () => {
  const handle = useTestDatabase();
  beforeAll(() => setDbHandle(handle));
  afterAll(() => setDbHandle(undefined));

  async function listed(token: string | null): Promise<string[]> {
    const headers = token === null ? undefined : { authorization: `Bearer ${token}` };
    const answer = await GET(
      new Request("http://127.0.0.1:4173/api/v1/notification-rules", headers && { headers }),
    );
    return notificationRuleList.parse(await answer.json()).rules.map(({ url }) => url);
  }

  it("tells the whole address of a web hook to operators only: with it anybody could post there", async () => {
    await addRule(handle.db, { name: "mine", watch: { kind: "failed" }, ablationId: null, url: HOOK });
    const { token } = await mintToken(handle.db, "read", "a script");
    expect(await listed(null)).toEqual([HOOK]);
    expect(await listed(token)).toEqual(["https://hooks.example.org/…"]);
  });
});
