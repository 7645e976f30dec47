import { expect, test } from "vitest";
import { isGroupAlive, parsePsTime } from "./process-group";
import { identify, isAlive } from "./process-identity.mjs";

test.each([
  ["00:01", 1],
  ["12:34.50", 754.5],
  ["01:02:03", 3723],
  ["2-03:00:00", 183_600],
])("ps time %s is %d s", (text, seconds) => expect(parsePsTime(text)).toBe(seconds));

test("a process is itself and nobody else", () => {
  const me = identify(process.pid);
  expect(me && isAlive(me)).toBe(true);
  expect(isAlive({ pid: process.pid, startTime: "another" })).toBe(false);
});

test.each([0, -1, 1.5, 2 ** 22 + 1])("%d is no process", (pid) => expect(identify(pid)).toBeNull());

test("a group that never was is not alive", () => expect(isGroupAlive(2 ** 22 + 1)).toBe(false));
