import { expect, test } from "vitest";
import { attemptEnv } from "./trainer-command";

const inherited: NodeJS.ProcessEnv = {
  NODE_ENV: "test",
  PATH: "/bin",
  HF_TOKEN: "kept",
  STEPWELL_AGENT_TOKEN: "a",
  STEPWELL_TOKEN: "b",
  STEPWELL_PG_SOCKET: "c",
  DATABASE_URL: "d",
  PGPASSWORD: "e",
  PYTHONPATH: "/mine",
};

test("a trainer gets its own token, its threads and none of our secrets", () => {
  const env = attemptEnv(inherited, "own", 2);
  expect(env).toMatchObject({
    PATH: "/bin",
    HF_TOKEN: "kept",
    STEPWELL_RUN_TOKEN: "own",
    OMP_NUM_THREADS: "2",
  });
  expect(env.PYTHONPATH).toMatch(/trainer-bridge\/trainer:\/mine$/);
  expect(Object.keys(env)).not.toEqual(
    expect.arrayContaining([
      expect.stringMatching(/AGENT_TOKEN|^STEPWELL_TOKEN|PG_SOCKET|DATABASE_URL|PGPASS/),
    ]),
  );
});

test("threads: null leaves the choice to the libraries", () => {
  expect(attemptEnv(inherited, "own", null).OMP_NUM_THREADS).toBeUndefined();
});
