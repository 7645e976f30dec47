import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type MoveTarget, moveInQueue, positionsFor, type Standing } from "./move-in-queue";

const queueOf = (...ids: string[]): Standing[] =>
  ids.map((id, i) => ({ id, launchRank: i + 1, waitsFor: [] }));
const ids = (jobs: readonly Standing[] | undefined) => jobs?.map(({ id }) => id).join("");
const moved = (queue: Standing[], id: string, target: MoveTarget) =>
  ids(moveInQueue(queue, id, target)?.order);

/** As the database orders: positions first, the order of launch behind them. */
function asStored(queue: readonly Standing[], positions: ReadonlyMap<string, number | null>): string[] {
  const at = ({ id }: Standing) => positions.get(id) ?? Number.POSITIVE_INFINITY;
  return [...queue]
    .sort((a, b) => (at(a) === at(b) ? a.launchRank - b.launchRank : at(a) - at(b)))
    .map(({ id }) => id);
}

describe("moving in the queue", () => {
  const abcd = queueOf("a", "b", "c", "d");

  it("puts a job at the top, before and after another, and back", () => {
    expect(moved(abcd, "c", { to: "top" })).toBe("cabd");
    expect(moved(abcd, "d", { to: "before", job: "b" })).toBe("adbc");
    expect(moved(abcd, "a", { to: "after", job: "b" })).toBe("bacd");
    const shuffled = moveInQueue(abcd, "c", { to: "top" })?.order ?? [];
    expect(moved(shuffled, "c", { to: "launch-order" })).toBe("abcd");
  });

  it("takes along what the job waits for, where that stood behind", () => {
    const chain = queueOf("a", "b", "c", "d");
    const waiting = chain.map((job) =>
      job.id === "d"
        ? { ...job, waitsFor: ["c", "gone"] }
        : job.id === "c"
          ? { ...job, waitsFor: ["a"] }
          : job,
    );
    const result = moveInQueue(waiting, "d", { to: "before", job: "b" });
    expect(ids(result?.order)).toBe("acdb");
    expect(ids(result?.moved)).toBe("cd");
    expect(moved(waiting, "d", { to: "top" })).toBe("acdb");
  });

  it("refuses what is not in the queue", () => {
    expect(moveInQueue(abcd, "x", { to: "top" })).toBeNull();
    expect(moveInQueue(abcd, "a", { to: "before", job: "x" })).toBeNull();
    expect(moveInQueue(abcd, "a", { to: "after", job: "a" })).toBeNull();
  });

  it("pins as few as possible", () => {
    expect([...positionsFor(abcd).values()]).toEqual([null, null, null, null]);
    const first = moveInQueue(abcd, "c", { to: "top" })?.order ?? [];
    expect([...positionsFor(first)]).toEqual([
      ["c", 1],
      ["a", null],
      ["b", null],
      ["d", null],
    ]);
    expect(positionsFor([]).size).toBe(0);
  });

  it("stores any sequence of moves such that the database shows exactly that order", () => {
    const moves = fc.array(
      fc.record({
        id: fc.nat(9),
        to: fc.constantFrom("top", "launch-order", "before", "after"),
        job: fc.nat(9),
      }),
      { maxLength: 12 },
    );
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 10 }), moves, (size, wanted) => {
        let queue = queueOf(...Array.from({ length: size }, (_, i) => `${i}`));
        for (const { id, to, job } of wanted) {
          const target: MoveTarget =
            to === "before" || to === "after" ? { to, job: `${job}` } : ({ to } as MoveTarget);
          queue = moveInQueue(queue, `${id}`, target)?.order ?? queue;
          expect(asStored(queue, positionsFor(queue))).toEqual(queue.map((one) => one.id));
          expect(new Set(queue.map((one) => one.id)).size).toBe(size);
        }
      }),
    );
  });
});
