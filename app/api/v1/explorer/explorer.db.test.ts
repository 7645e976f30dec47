import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { useTestDatabase } from "@/db/testing/database";
import {
  explorerBreaks,
  explorerFacets,
  explorerHeatmap,
  explorerHits,
  explorerRows,
  problem,
} from "@/lib/contracts";
import { setDbHandle } from "@/lib/server/db";
import type { RouteHandler } from "@/lib/server/http";
import { sendTraces, stepsOf, tracedRun } from "@/lib/services/traces/testing/send";
import { GET as breaks } from "./breaks/route";
import { GET as facets } from "./facets/route";
import { GET as heatmap } from "./heatmap/route";
import { GET as hits } from "./hits/route";
import { GET as traces } from "./traces/route";

const ROUTES = { breaks, facets, heatmap, hits, traces };

describe("the explorer over HTTP", () => {
  const test = useTestDatabase();

  beforeAll(async () => {
    setDbHandle(test);
    await sendTraces(test.db, await tracedRun(test.db), [
      { traceSteps: stepsOf(4, 0), response: "an area", reward: null },
      { traceSteps: [], response: "nothing", invalidReason: "no <answer>" },
    ]);
  });
  afterAll(() => setDbHandle(undefined));

  async function get(name: keyof typeof ROUTES, query: string) {
    const handler: RouteHandler = ROUTES[name];
    const answer = await handler(new Request(`http://localhost/api/v1/explorer/${name}?${query}`));
    return { status: answer.status, body: await answer.json() };
  }

  it("answers as its contracts say", async () => {
    const list = explorerRows.parse((await get("traces", "sort=drop&limit=1")).body);
    expect(list).toMatchObject({ total: 2, rows: [{ largestDrop: 1 }] });
    expect(explorerHeatmap.parse((await get("heatmap", "bins=5")).body).total).toBe(2);
    expect(explorerFacets.parse((await get("facets", "format=valid")).body).total).toBe(1);
    expect(explorerBreaks.parse((await get("breaks", "fate=lost")).body).total).toBe(1);
    const found = await get("hits", `text=area&traces=${list.rows[0]?.id}`);
    expect(explorerHits.parse(found.body).traces[0]?.hits).toHaveLength(1);
  });

  it.each([
    ["traces", "outcome=maybe", "outcome"],
    ["traces", "minMeanC=2", "minMeanC"],
    ["traces", "text=%2B%2B", "text"],
    ["traces", "limit=501", "limit"],
    ["traces", "project=run_00000000", "project"],
    ["heatmap", "sort=beauty", "sort"],
    ["breaks", "fate=odd", "fate"],
    ["hits", "text=area", "traces"],
    ["facets", "unknown=1", "unknown"],
  ] as const)("refuses %s?%s and names %s", async (name, query, field) => {
    const { status, body } = await get(name, query);
    expect(status).toBe(400);
    expect(JSON.stringify(problem.parse(body).fields)).toContain(field);
  });

  it("says which project there is not", async () => {
    const { status, body } = await get("traces", "project=prj_00000000");
    expect(status).toBe(404);
    expect(problem.parse(body).fields).toMatchObject([{ path: "project" }]);
  });

  it("takes hostile searches for the words in them", async () => {
    for (const search of ["'; drop table traces; --", "a & !b | (c", "area:*", "\\x00 'area'", "<area>"]) {
      const { status } = await get("traces", `text=${encodeURIComponent(search)}`);
      expect(status).toBe(200);
    }
    expect(explorerRows.parse((await get("traces", "text=%27AREA%27%3A*")).body).total).toBe(1);
  });
});
