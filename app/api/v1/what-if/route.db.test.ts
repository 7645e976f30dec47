import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { useTestDatabase } from "@/db/testing/database";
import { problem, sensitivityAnswer, whatIfAnswer } from "@/lib/contracts";
import { setDbHandle } from "@/lib/server/db";
import { rewardedRun, sendGroups, someSamples } from "@/lib/services/what-if/testing/scored-run";
import { POST as askSensitivity } from "../sensitivity/route";
import { POST as askWhatIf } from "./route";

describe("the routes of what if and sensitivity", () => {
  const test = useTestDatabase();
  beforeAll(() => setDbHandle(test));
  afterAll(() => setDbHandle(undefined));
  const request = (body: object, signal?: AbortSignal) =>
    new Request("http://localhost/api/v1/what-if", {
      ...{ method: "POST", headers: { "content-type": "application/json" } },
      ...{ body: JSON.stringify(body), ...(signal ? { signal } : {}) },
    });
  const refusal = async (answer: Response) => {
    const body = problem.parse(await answer.json());
    return [answer.status, body.fields.map(({ path }) => path)];
  };
  const stored = async () => {
    const run = await rewardedRun(test.db);
    await sendGroups(test.db, run, [someSamples(8, 1), someSamples(8, 2)]);
    return { runs: [run.runId] };
  };

  it("answer with what their contracts say", async () => {
    const selection = await stored();
    const answer = await askWhatIf(request({ selection, changes: { tau: 0.75 } }));
    expect(whatIfAnswer.parse(await answer.json()).arms[0]?.responses).toBe(16);
    const sensitivity = await askSensitivity(request({ selection, forecasts: [8] }));
    expect(sensitivityAnswer.parse(await sensitivity.json()).arms[0]?.base.responses).toBe(16);
  });

  it.each([
    [{ changes: { tau: 2 } }, 400, ["changes.tau"]],
    [{ changes: { taw: 0.5 } }, 400, ["changes.taw"]],
    [{ changes: { alpha: null } }, 400, ["changes.alpha"]],
    [{ changes: { scheme: "best" } }, 400, ["changes.scheme"]],
    [{ changes: { continuationsPerStep: 2 } }, 400, ["changes.continuationsPerStep"]],
    [{ changes: { lambdaOutcome: 0.7, lambdaProcess: 0.7 } }, 400, ["changes.lambdaProcess"]],
    [{ fromTrainStep: -1 }, 400, ["fromTrainStep"]],
    [{ arms: ["nobody"] }, 400, ["arms.0"]],
  ])("name the field that is wrong: %j", async (body, status, fields) => {
    const selection = await stored();
    expect(await refusal(await askWhatIf(request({ selection, ...body })))).toEqual([status, fields]);
  });

  it("know nothing of runs that do not exist", async () => {
    const selection = { runs: ["run_00000000"] };
    expect(await refusal(await askWhatIf(request({ selection })))).toEqual([404, []]);
    expect(await refusal(await askSensitivity(request({ selection })))).toEqual([404, []]);
  });

  it("end quietly once the client is gone", async () => {
    const selection = await stored();
    const answer = await askSensitivity(request({ selection }, AbortSignal.abort()));
    expect([answer.status, await answer.text()]).toEqual([499, ""]);
  });
});
