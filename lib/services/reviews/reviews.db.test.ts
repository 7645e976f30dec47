import { eq } from "drizzle-orm";
import { beforeAll, describe, expect, it } from "vitest";
import { labelEdits, projects, scorers, stepScores, traceFacts, traceScores, traces } from "@/db/schema";
import { useTestDatabase } from "@/db/testing/database";
import {
  adjudicationList,
  adjudicationView,
  agreementView,
  type LabelEdit,
  type LabelEditChange,
  labelView,
  type NewReviewSetInput,
  newReviewSet,
  type ReviewSetView,
  type ReviewStatus,
  reviewSetView,
  scorersQuery,
  scorersView,
} from "@/lib/contracts";
import { NO_JUDGEMENT } from "@/lib/domain/judgement";
import { sendTraces, stepsOf, tracedRun } from "@/lib/services/traces/testing/send";
import { readAdjudication, readAdjudicationView, takeAgreedOver } from "./adjudication";
import { readAgreement } from "./agreement";
import { addRaters, createReviewSet } from "./create-set";
import { readLabelView } from "./label-view";
import { readQueue } from "./queue";
import { ensureRater, listRaters } from "./raters";
import { saveLabels } from "./save-labels";
import { readScorers } from "./scorers";
import { changeReviewSet, getReviewSet, listReviewProjects, listReviewSets, removeReviewSet } from "./sets";

const NOW = new Date("2026-03-01T12:00:00.000Z");
const at = (second: number) => new Date(NOW.getTime() - 3_600_000 + 1000 * second).toISOString();
const judgement = (change: Partial<LabelEditChange>): LabelEditChange => ({ ...NO_JUDGEMENT, ...change });

describe("reviews", () => {
  const test = useTestDatabase();
  let project = "";
  let ids: string[] = [];
  let edits = 0;

  const edit = (changes: Partial<LabelEdit> & Pick<LabelEdit, "traceId">): LabelEdit => {
    edits += 1;
    return {
      ...{ id: `edit-${String(edits).padStart(8, "0")}`, traceStep: 1, at: at(edits) },
      ...{ before: NO_JUDGEMENT, after: judgement({ label: "good" }), ...changes },
    };
  };
  const create = (changes: Partial<NewReviewSetInput> = {}) =>
    createReviewSet(
      test.db,
      newReviewSet.parse({ name: "Set", selection: { project }, raters: ["Ana", "Ben"], ...changes }),
    );
  const raterOf = (name: string) => ensureRater(test.db, { project, name });
  const save = (rater: string, ...list: LabelEdit[]) =>
    saveLabels(test.db, { rater, edits: list, statuses: [] }, NOW);
  const mark = (rater: string, set: string, traceId: string, status: ReviewStatus, moment = at(0)) =>
    saveLabels(test.db, { rater, edits: [], statuses: [{ set, traceId, status, at: moment }] }, NOW);
  const stepRows = (traceId: string, scorerId: string) =>
    test.db
      .select()
      .from(stepScores)
      .where(eq(stepScores.traceId, traceId))
      .orderBy(stepScores.traceStep)
      .then((rows) => rows.filter((row) => row.scorerId === scorerId));
  /** What a rater says of a whole trace, and that it is done. */
  const judge = async (
    name: string,
    set: ReviewSetView,
    traceId: string,
    labels: LabelEditChange["label"][],
    firstError: number | null = null,
  ) => {
    const rater = await raterOf(name);
    await save(
      rater.id,
      ...labels.map((label, i) => edit({ traceId, traceStep: i + 1, after: judgement({ label }) })),
      edit({ traceId, traceStep: null, after: judgement({ firstError }) }),
    );
    await mark(rater.id, set.id, traceId, "done");
  };

  beforeAll(async () => {
    const run = await tracedRun(test.db);
    // Ten traces of three trace steps: c_i falls to 0 at the second one of every other trace.
    await sendTraces(
      test.db,
      run,
      Array.from({ length: 10 }, (_, i) => ({
        ...{ trainStep: i + 1, response: `abc${i}`, traceSteps: i % 2 ? stepsOf(4, 0, 0) : stepsOf(4, 3, 4) },
      })),
    );
    const [row] = await test.db.select({ id: projects.id }).from(projects);
    project = row?.id ?? "";
    const rows = await test.db.select({ id: traces.id }).from(traces).orderBy(traces.trainStep);
    ids = rows.map(({ id }) => id);
  });

  const [odd, even] = [() => ids[1] ?? "", () => ids[0] ?? ""];

  describe("sets", () => {
    it("freeze what the selection finds, and deal each trace to as many raters as asked", async () => {
      const set = await create({ raters: ["Ana", "Ben", "Cem"], overlap: 2 });
      expect(reviewSetView.parse(set)).toMatchObject({ traces: 10, complete: 0, blind: true });
      expect(set.raters.map(({ name }) => name)).toEqual(["Ana", "Ben", "Cem"]);
      expect(set.raters.map(({ assigned }) => assigned).sort()).toEqual([6, 7, 7]);
      expect((await listReviewSets(test.db, project)).sets[0]?.id).toBe(set.id);
    });
    it("come out the same for the same seed, and each trace once", async () => {
      const order = async (seed: number) => {
        const set = await create({ raters: ["Ana"], overlap: 1, seed, limit: 6 });
        const rater = set.raters[0]?.id ?? "";
        return (await readQueue(test.db, set.id, rater)).items.map(({ traceId }) => traceId);
      };
      const first = await order(5);
      expect(first).toEqual(await order(5));
      expect(first).not.toEqual(await order(6));
      expect(new Set(first).size).toBe(6);
    });
    it("that find nothing, or want more raters than there are, are refused by field", async () => {
      const none = create({ selection: { project, minDisagreement: 1 } });
      await expect(none).rejects.toMatchObject({ details: { fields: [{ path: "selection" }] } });
      expect(
        newReviewSet.safeParse({ name: "x", selection: {}, raters: ["A"], overlap: 2 }).error?.issues[0]
          ?.path,
      ).toEqual(["overlap"]);
      expect(
        newReviewSet.safeParse({ name: "x", selection: {}, raters: ["adjudicated"], overlap: 1 }).success,
      ).toBe(false);
    });
    it("take more raters later, and nobody loses a trace", async () => {
      const set = await create({ raters: ["Ana"], overlap: 1 });
      await expect(addRaters(test.db, set.id, { raters: ["Ben"], overlap: 1, seed: 1 })).rejects.toThrow(
        "every trace has 1 raters already",
      );
      const more = await addRaters(test.db, set.id, { raters: ["Ben"], overlap: 2, seed: 1 });
      expect(more.raters.map(({ assigned }) => assigned)).toEqual([10, 10]);
    });
    it("are counted by project, and a project without any is told too", async () => {
      const setsOf = async (id: string) => (await listReviewProjects(test.db)).find((p) => p.id === id)?.sets;
      await test.db.insert(projects).values({ id: "prj_nosets00", name: "No sets" });
      const before = (await setsOf(project)) ?? 0;
      await create();
      expect([await setsOf(project), await setsOf("prj_nosets00")]).toEqual([before + 1, 0]);
    });

    it("are changed, closed and deleted; labels stay", async () => {
      const set = await create();
      const ana = await raterOf("Ana");
      await save(ana.id, edit({ traceId: even(), traceStep: 3 }));
      const changed = await changeReviewSet(test.db, set.id, { name: "New", closed: true }, NOW);
      expect(changed).toMatchObject({ name: "New", closedAt: NOW.toISOString(), blind: true });
      await removeReviewSet(test.db, set.id);
      await expect(getReviewSet(test.db, set.id)).rejects.toMatchObject({ code: "not-found" });
      expect(await stepRows(even(), ana.id)).toHaveLength(1);
    });
  });

  describe("labels", () => {
    it("sent twice count once, and the log keeps every edit", async () => {
      const { id } = await raterOf("Twice");
      const one = edit({ traceId: even() });
      expect((await save(id, one)).edits[0]).toMatchObject({ outcome: "stored" });
      expect((await save(id, one)).edits[0]).toMatchObject({ outcome: "known", current: { label: "good" } });
      expect(await stepRows(even(), id)).toHaveLength(1);
      const logged = await test.db.select().from(labelEdits).where(eq(labelEdits.scorerId, id));
      expect(logged).toHaveLength(1);
    });
    it("are undone by one more edit: what says nothing has no row, and the facts follow", async () => {
      const { id } = await raterOf("Undo");
      const factsOf = async () =>
        (await test.db.select().from(traceFacts).where(eq(traceFacts.traceId, odd())))[0]?.raters;
      const before = (await factsOf()) ?? 0;
      const done = edit({ traceId: odd(), traceStep: null, after: judgement({ firstError: 2 }) });
      await save(id, done);
      expect(await factsOf()).toBe(before + 1);
      await save(
        id,
        edit({ ...done, id: "undo-00000001", before: done.after, after: NO_JUDGEMENT, at: at(9e3) }),
      );
      expect(await test.db.select().from(traceScores).where(eq(traceScores.scorerId, id))).toEqual([]);
      expect(await factsOf()).toBe(before);
      expect(await test.db.select().from(labelEdits).where(eq(labelEdits.scorerId, id))).toHaveLength(2);
    });
    it("of two tabs: the later one stands, and an older one that comes late is only logged", async () => {
      const { id } = await raterOf("Tabs");
      const from = (second: number, label: "good" | "bad" | "neutral") =>
        edit({ traceId: even(), after: judgement({ label }), at: at(second) });
      await save(id, from(100, "good"));
      expect((await save(id, from(200, "bad"))).edits[0]?.outcome).toBe("replaced");
      const late = await save(id, from(150, "neutral"));
      expect(late.edits[0]).toMatchObject({ outcome: "older", current: { label: "bad" } });
      expect((await stepRows(even(), id))[0]?.label).toBe("bad");
      expect(await test.db.select().from(labelEdits).where(eq(labelEdits.scorerId, id))).toHaveLength(3);
    });
    it("of a clock that runs ahead do not win for ever", async () => {
      const { id } = await raterOf("Ahead");
      await save(id, edit({ traceId: even(), at: "2031-01-01T00:00:00.000Z" }));
      const later = edit({ traceId: even(), after: judgement({ label: "bad" }), at: NOW.toISOString() });
      await saveLabels(test.db, { rater: id, edits: [later], statuses: [] }, NOW);
      expect((await stepRows(even(), id))[0]?.label).toBe("bad");
    });
    it("beyond the last step, of another project or of no person are refused, and nothing is half written", async () => {
      const { id } = await raterOf("Refused");
      const good = edit({ traceId: even() });
      const beyond = save(id, good, edit({ traceId: even(), traceStep: 4 }));
      await expect(beyond).rejects.toMatchObject({
        details: { fields: [{ path: "edits.1.traceStep", message: "the trace has 3 trace steps" }] },
      });
      const unknown = save(id, edit({ traceId: "trc_00000000" }));
      await expect(unknown).rejects.toMatchObject({ details: { fields: [{ path: "edits.0.traceId" }] } });
      const set = await create();
      await expect(mark(id, set.id, even(), "done")).rejects.toMatchObject({
        details: { fields: [{ path: "statuses.0.traceId" }] },
      });
      await test.db
        .insert(scorers)
        .values({ id: "scr_prm00000", projectId: project, kind: "prm", name: "P" });
      await expect(save("scr_prm00000", good)).rejects.toMatchObject({
        details: { fields: [{ path: "rater" }] },
      });
      expect(await stepRows(even(), id)).toEqual([]);
      expect(await test.db.select().from(labelEdits).where(eq(labelEdits.scorerId, id))).toEqual([]);
    });
    it("of imports are nobody's name to take", async () => {
      await test.db
        .insert(scorers)
        .values({ id: "scr_imported", projectId: project, kind: "human", name: "Data set annotators" });
      await test.db
        .insert(stepScores)
        .values({ traceId: even(), scorerId: "scr_imported", traceStep: 1, label: "bad" });
      const { raters } = await listRaters(test.db, project);
      expect(raters.map(({ name }) => name)).not.toContain("Data set annotators");
      await test.db.delete(scorers).where(eq(scorers.id, "scr_imported"));
    });
  });

  describe("blindness", () => {
    it("keeps everything that could sway the rater on the server until the trace is done", async () => {
      const set = await create({ name: "Blind" });
      const [ana, ben] = [await raterOf("Ana"), await raterOf("Ben")];
      await judge("Ben", set, odd(), ["good", "bad", "bad"], 2);
      const view = () => readLabelView(test.db, set.id, { rater: ana.id, trace: odd() });
      const hidden = labelView.parse(await view());
      expect(hidden).toMatchObject({ evidence: null, blind: true, status: "to-do" });
      const words = JSON.stringify(hidden);
      for (const tell of ["successes", "outcome", "reward", "Ben", ben.id, "run_"])
        expect(words).not.toContain(tell);
      expect(JSON.stringify(await readQueue(test.db, set.id, ana.id))).not.toMatch(
        /outcome|successes|reward/,
      );

      await mark(ana.id, set.id, odd(), "done", at(10));
      const shown = await view();
      expect(shown.evidence?.solvability.map((c) => c.successes)).toEqual([4, 0, 0]);
      expect(shown.evidence?.scorers.map(({ name }) => name)).toContain("Ben");
      await mark(ana.id, set.id, odd(), "to-do", at(20));
      expect((await view()).evidence).toBeNull();
    });
    it("is off where the set is not blind, and a trace of nobody's is not shown", async () => {
      const set = await create({ blind: false, raters: ["Ana"], overlap: 1 });
      const [ana, ben] = [await raterOf("Ana"), await raterOf("Ben")];
      const shown = await readLabelView(test.db, set.id, { rater: ana.id, trace: odd() });
      expect(shown.evidence).not.toBeNull();
      await expect(readLabelView(test.db, set.id, { rater: ben.id, trace: odd() })).rejects.toMatchObject({
        code: "not-found",
      });
    });
  });

  describe("two raters", () => {
    let set: ReviewSetView;
    beforeAll(async () => {
      set = await create({ name: "Both", raters: ["Dana", "Eli"], order: "trainStep" });
      for (const [i, id] of ids.entries()) {
        const labels: LabelEditChange["label"][] = i % 2 ? ["good", "bad", "bad"] : ["good", "good", "good"];
        await judge("Dana", set, id, labels, i % 2 ? 2 : 0);
        // Eli differs on the first two, and is not asked the last one yet.
        if (i === 0) await judge("Eli", set, id, ["good", "neutral", "good"], 0);
        else if (i === 1) await judge("Eli", set, id, ["good", "good", "bad"], 3);
        else if (i < 9) await judge("Eli", set, id, labels, null);
      }
    });
    it("agree as far as the counts say", async () => {
      const found = agreementView.parse(await readAgreement(test.db, set.id));
      expect(found.traces).toBe(9);
      const [pair] = found.pairs;
      expect([pair?.a.name, pair?.b.name]).toEqual(["Dana", "Eli"]);
      // By hand: of 27 steps 25 alike; one good/neutral, one bad/good.
      expect(pair?.steps).toEqual([
        [18, 1, 0],
        [0, 0, 0],
        [1, 0, 7],
      ]);
      expect(pair?.percent.value).toBeCloseTo(25 / 27, 12);
      const chance = (19 * 19 + 8 * 7) / 27 ** 2;
      expect(pair?.kappa.value).toBeCloseTo((25 / 27 - chance) / (1 - chance), 12);
      expect(pair?.firstErrorSame).toMatchObject({ value: 8 / 9, n: 9 });
      expect(found.firstErrorAlpha.n).toBe(9);
    });
    it("differ on two traces, which adjudication settles; what they agree on is taken over once", async () => {
      const list = adjudicationList.parse(await readAdjudication(test.db, set.id));
      expect(list.items.map((i) => [i.position, i.differ, i.firstErrorDiffers, i.settled])).toEqual([
        [0, [2], false, false],
        [1, [2], true, false],
      ]);
      expect([list.agreed, list.takenOver]).toEqual([7, 0]);
      const view = adjudicationView.parse(await readAdjudicationView(test.db, set.id, odd()));
      expect(view.firstErrors.map(({ firstError }) => firstError)).toEqual([2, 3]);
      expect(view.traceSteps[1]?.said.map(({ label }) => label)).toEqual(["bad", "good"]);

      await save(
        list.adjudicator.id,
        edit({ traceId: odd(), traceStep: 2, after: judgement({ label: "bad" }) }),
        edit({ traceId: odd(), traceStep: null, after: judgement({ firstError: 2 }) }),
      );
      const after = await takeAgreedOver(test.db, set.id, NOW);
      expect(after.items.map(({ settled }) => settled)).toEqual([false, true]);
      expect([after.agreed, after.takenOver]).toEqual([7, 7]);
      const log = () => test.db.select().from(labelEdits).where(eq(labelEdits.scorerId, list.adjudicator.id));
      const logged = (await log()).length;
      await takeAgreedOver(test.db, set.id, new Date(NOW.getTime() + 1));
      expect((await log()).length).toBe(logged);
      // What was decided by hand stays; what both said beside it came along.
      const decided = await stepRows(odd(), list.adjudicator.id);
      expect(decided.map(({ label }) => label)).toEqual(["good", "bad", "bad"]);
    });
    it("are what scorers are held against", async () => {
      const found = scorersView.parse(await readScorers(test.db, set.id, scorersQuery.parse({})));
      const c = found.scorers.find(({ scorer }) => scorer.kind === "continuations");
      // Adjudicated: trace 2 as Dana; trace 1 step 2 is open: 14 + 4 good, 4 x 2 bad. c_i is 1 or .75 on good, 0 on bad steps, 1 on the first.
      expect(c).toMatchObject({ good: 18, bad: 8, neutral: 0, unscored: 0, auc: { value: 1 } });
      expect(c?.firstError.f1.value).toBe(1);
      expect(c?.firstError.onWrong).toMatchObject({ value: 1, n: 4 });
      // Raters made what counts as true: they are not held against it.
      expect(found.scorers.map(({ scorer }) => scorer.name)).not.toContain("Eli");
      const dana = await raterOf("Dana");
      const own = await readScorers(test.db, set.id, scorersQuery.parse({ truth: "rater", rater: dana.id }));
      expect(own.traces).toBe(10);
      const eli = own.scorers.find(({ scorer }) => scorer.name === "Eli");
      expect(eli?.firstError.onWrong).toMatchObject({ value: 0.75, n: 4 });
      expect(own.scorers.map(({ scorer }) => scorer.name)).not.toContain("Dana");
      await expect(
        readScorers(test.db, set.id, scorersQuery.parse({ truth: "rater" })),
      ).rejects.toMatchObject({
        details: { fields: [{ path: "rater" }] },
      });
    });
  });
});
