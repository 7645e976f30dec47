import type { Db } from "@/db/client";
import { clearProblems, insertProblems } from "@/db/queries/imports";
import type { ImportProblem } from "@/lib/contracts";
import { storableText } from "@/lib/domain/stored-text";

/** More problems than this are counted, not listed. */
const MOST_LISTED = 10_000;
const AT_ONCE = 500;

/** What an import could not take as it was, stored in the order in which it was met. */
export class ProblemLog {
  private waiting: ImportProblem[] = [];
  private listed = 0;

  constructor(
    private readonly db: Db,
    private readonly importId: string,
  ) {}

  /** Forgets what an earlier start of the import listed. */
  async begin(): Promise<void> {
    await clearProblems(this.db, this.importId);
  }

  async add(problem: ImportProblem): Promise<void> {
    this.listed += 1;
    if (this.listed > MOST_LISTED) return;
    const { file, reason, excerpt } = problem;
    const texts = { file: storableText(file), reason: storableText(reason), excerpt: storableText(excerpt) };
    this.waiting.push({ ...problem, ...texts });
    if (this.waiting.length >= AT_ONCE) await this.flush();
  }

  async flush(): Promise<void> {
    const problems = this.waiting;
    this.waiting = [];
    await insertProblems(this.db, this.importId, problems);
  }
}
