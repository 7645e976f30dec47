import { eq } from "drizzle-orm";
import type { DbHandle } from "@/db/client";
import { hosts, runs } from "@/db/schema";
import type { AblationSpec, EvaluationItem, Lease } from "@/lib/contracts";
import { receiveBatch } from "../../ingest/receive-batch";
import { batchOf, evaluation, evaluationItemOf } from "../../ingest/testing/batches";
import { JobWorld, type TestAgent } from "../../testing/job-world";

export const BENCHMARKS = ["tiny-in-distribution", "tiny-harder"];
export type TestRunRow = typeof runs.$inferSelect;

/** Whether a decode of a question is right, by who answers it; null leaves it without a verdict. */
type Judge = (run: TestRunRow, question: string, decode: number) => boolean | null;

/** Launches whose trainings and evaluations end well at once. */
export class ResultWorld {
  readonly jobs: JobWorld;
  private agent: TestAgent | undefined;

  constructor(handle: DbHandle) {
    this.jobs = new JobWorld(handle);
  }

  get db() {
    return this.jobs.db;
  }

  async clear(): Promise<void> {
    await this.jobs.clear();
    this.agent = undefined;
  }

  runsOf(ablationId: string): Promise<TestRunRow[]> {
    return this.db.select().from(runs).where(eq(runs.ablationId, ablationId)).orderBy(runs.name);
  }

  async send(lease: Lease, events: object[]): Promise<void> {
    const place = { attemptId: lease.attemptId, target: { jobId: lease.jobId } };
    await receiveBatch(this.db, place, batchOf(lease.attemptId, "evaluations", events));
  }

  /** The next job, by an agent of the world's own. */
  async next(): Promise<Lease | null> {
    this.agent ??= await this.jobs.agent(`host ${(await this.db.$count(hosts)) + 1}`, { capacity: 8 });
    return this.agent.tryLease();
  }

  async finish(lease: Lease): Promise<void> {
    await this.agent?.finish(lease);
  }

  /**
   * Launches and runs everything to its end; each checkpoint answers `questions` on every benchmark.
   * @returns the ablation's id
   */
  async finished(
    changes: Partial<AblationSpec>,
    judge: Judge,
    questions: readonly Partial<EvaluationItem>[] = [
      { question: "q1" },
      { question: "q2" },
      { question: "q3" },
    ],
  ): Promise<string> {
    const id = await this.jobs.launch(changes);
    for (let lease = await this.next(); lease; lease = await this.next()) {
      if (lease.spec.kind === "evaluate") await this.evaluate(lease, judge, questions);
      await this.finish(lease);
    }
    return id;
  }

  async evaluate(lease: Lease, judge: Judge, questions: readonly Partial<EvaluationItem>[]): Promise<void> {
    const run = await this.jobs.run(lease.spec.runId);
    const items = questions.map(({ question = "q", decode = 0, ...rest }) =>
      evaluationItemOf(question, { decode, ...rest, correct: judge(run, question, decode) }),
    );
    const benchmark = { title: "Tiny", contentSha256: "0".repeat(64), questions: questions.length };
    await this.send(
      lease,
      BENCHMARKS.map((key, at) => ({
        ...evaluation(at + 1, items, true),
        benchmark: { ...benchmark, key },
      })),
    );
  }
}

/** An answer to everything: the first `n` of q1, q2, q3 are right. */
export const firstRight =
  (n: (run: TestRunRow) => number): Judge =>
  (run, question) =>
    Number(question.slice(1)) <= n(run);
